package io.atrium.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How values of one Java type are written.
 *
 * @param word names the form in messages and on the reference page
 * @param parse throws IllegalArgumentException at a text of another form
 * @param measure the number that a range is checked against, or null for types without order
 * @param show writes such a number as an operator would
 */
record Form(
        String word,
        Function<String, Object> parse,
        @Nullable ToLongFunction<Object> measure,
        LongFunction<String> show) {

    private static final Map<Class<?>, Form> FORMS = Map.of(
            int.class,
            new Form("whole number", Integer::valueOf, value -> (int) value, Long::toString),
            long.class,
            new Form("whole number", Long::valueOf, value -> (long) value, Long::toString),
            boolean.class,
            plain("true or false", Form::parseBoolean),
            String.class,
            plain("text", text -> text),
            Duration.class,
            new Form(
                    "duration such as 500ms, 90s, 15m, 24h or 7d",
                    Durations::parse,
                    value -> ((Duration) value).toMillis(),
                    millis -> Durations.show(Duration.ofMillis(millis))),
            Bytes.class,
            new Form(
                    "size such as 64KB, 10MB or 1GB",
                    Bytes::parse,
                    value -> ((Bytes) value).count(),
                    count -> new Bytes(count).toString()),
            Path.class,
            plain("path", Path::of),
            Networks.class,
            plain("networks such as 10.0.0.0/8,::1", Networks::parse),
            URI.class,
            plain("URI", URI::create));

    static Form of(Class<?> type) {
        if (type.isEnum()) {
            return ofEnum(type);
        }
        Form form = FORMS.get(type);
        if (form == null) {
            throw new IllegalArgumentException(type.getName() + " is no type of a setting");
        }
        return form;
    }

    private static Form plain(String word, Function<String, Object> parse) {
        return new Form(word, parse, null, Long::toString);
    }

    private static Object parseBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Form ofEnum(Class<?> type) {
        Map<String, Object> constants = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(constant -> spelling((Enum<?>) constant), constant -> constant));
        String word = Arrays.stream(type.getEnumConstants())
                .map(constant -> spelling((Enum<?>) constant))
                .collect(Collectors.joining(" or "));
        return plain(word, text -> {
            Object constant = constants.get(text.toLowerCase(Locale.ROOT));
            if (constant == null) {
                throw new IllegalArgumentException("no such choice");
            }
            return constant;
        });
    }

    private static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
