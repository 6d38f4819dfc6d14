package io.atrium.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One key of a config record: the component's name in the outside world, its default, range and meaning. The flag follows
 * from the variable: {@code ATRIUM_HTTP_PORT} is also {@code --http-port=8080}, and the flag wins.
 *
 * <p>Types: int, long, boolean, String, {@link java.time.Duration}, {@link Bytes}, enums, {@link java.nio.file.Path} and
 * {@link java.net.URI}. An empty value means the default; an empty default means null, and then the component must be
 * {@code @Nullable} (a String may also be just empty).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /** Name of the variable: {@code ATRIUM_} and upper-case words joined by underscores. */
    String env();

    /** The value where none is given, written as an operator would write it. */
    String fallback() default "";

    /** What the key does, in one sentence. */
    String doc();

    /** Smallest allowed value; in milliseconds for a Duration, in bytes for Bytes. */
    long min() default Long.MIN_VALUE;

    /** Largest allowed value; in milliseconds for a Duration, in bytes for Bytes. */
    long max() default Long.MAX_VALUE;

    /** True for a value that no message, log or page may ever show. */
    boolean secret() default false;

    /** True for a key without a default, which an operator has to give. */
    boolean required() default false;

    /** A valid value for the reference page; needed where the record checks more than type and range. */
    String example() default "";
}
