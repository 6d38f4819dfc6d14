package io.atrium.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One component of a config record, ready to be parsed, checked and documented. */
record Key(RecordComponent component, Setting setting, Form form) {

    static final String ENV_PREFIX = "ATRIUM_";
    private static final String FLAG_PREFIX = "--";

    /** The keys of a record in the order of its components. */
    static List<Key> of(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(Key::of).toList();
    }

    private static Key of(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalArgumentException(
                    component.getDeclaringRecord().getName() + "." + component.getName() + " lacks @Setting");
        }
        return new Key(component, setting, Form.of(component.getType()));
    }

    static String flagOf(String env) {
        return FLAG_PREFIX
                + env.substring(ENV_PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The variable that a flag stands for. */
    static String envOf(String flag) {
        return ENV_PREFIX
                + flag.substring(FLAG_PREFIX.length()).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    String env() {
        return setting.env();
    }

    String flag() {
        return flagOf(setting.env());
    }

    boolean nullable() {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    /** The value of a non-empty text, checked against type and range. */
    Object parse(String text) {
        Object value;
        try {
            value = form.parse().apply(text);
        } catch (IllegalArgumentException e) {
            throw new BadSetting(name() + shown(text) + " is not valid: expected " + range());
        }
        if (form.measure() != null) {
            long measured = form.measure().applyAsLong(value);
            if (measured < setting.min() || measured > setting.max()) {
                throw new BadSetting(name() + shown(text) + " is out of range: expected " + range());
            }
        }
        return value;
    }

    /** Both spellings of the key, for messages. */
    String name() {
        return env() + " (" + flag() + ")";
    }

    private String shown(String text) {
        return setting.secret() ? "" : " = '" + text + "'";
    }

    /** What may be given, for instance "0 to 65535". */
    String range() {
        if (form.measure() == null) {
            return form.word();
        }
        boolean low = setting.min() != Long.MIN_VALUE;
        boolean high = setting.max() != Long.MAX_VALUE;
        if (low && high) {
            return limit(setting.min()) + " to " + limit(setting.max());
        }
        if (low) {
            return form.word() + ", at least " + limit(setting.min());
        }
        return high ? form.word() + ", at most " + limit(setting.max()) : form.word();
    }

    private String limit(long value) {
        return form.show().apply(value);
    }
}
