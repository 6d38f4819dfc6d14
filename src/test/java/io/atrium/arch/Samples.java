package io.atrium.arch;

import io.atrium.config.Bytes;
import io.atrium.config.Setting;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Texts that a setting must accept, or must refuse, worked out from its annotation alone. */
final class Samples {

    private Samples() {}

    /** A valid value that differs from the default. */
    static String of(RecordComponent component) {
        Setting setting = setting(component);
        if (!setting.example().isEmpty()) {
            return setting.example();
        }
        Class<?> type = component.getType();
        if (isMeasured(type)) {
            long fallback = setting.fallback().isEmpty() ? -1 : measure(type, setting.fallback());
            long sample = Math.max(setting.min(), 1);
            return show(type, sample == fallback ? Math.min(setting.max(), sample + 1) : sample);
        }
        if (type == boolean.class) {
            return Boolean.toString(!Boolean.parseBoolean(setting.fallback()));
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .filter(name -> !name.replace('_', '-').equalsIgnoreCase(setting.fallback()))
                    .map(name -> name.replace('_', '-'))
                    .findFirst()
                    .orElseThrow();
        }
        return type == URI.class ? "sample://host/path" : "sample";
    }

    /** Values just below and just above the range, where it has limits. */
    static List<String> outside(RecordComponent component) {
        Setting setting = setting(component);
        Class<?> type = component.getType();
        List<String> outside = new ArrayList<>();
        if (setting.min() != Long.MIN_VALUE) {
            outside.add(show(type, setting.min() - 1));
        }
        if (setting.max() != Long.MAX_VALUE) {
            outside.add(show(type, setting.max() + 1));
        }
        return outside;
    }

    private static boolean isMeasured(Class<?> type) {
        return type == int.class || type == long.class || type == Duration.class || type == Bytes.class;
    }

    private static String show(Class<?> type, long amount) {
        return type == Duration.class ? amount + "ms" : type == Bytes.class ? amount + "B" : Long.toString(amount);
    }

    private static long measure(Class<?> type, String text) {
        if (type == Bytes.class) {
            return Bytes.parse(text).count();
        }
        return type == Duration.class ? millis(text) : Long.parseLong(text);
    }

    /** Reads a duration by the JDK's own grammar, as a second opinion on ours. */
    private static long millis(String text) {
        if (text.endsWith("ms")) {
            return Long.parseLong(text.substring(0, text.length() - 2));
        }
        return Duration.parse(text.endsWith("d") ? "P" + text : "PT" + text).toMillis();
    }

    private static Setting setting(RecordComponent component) {
        return Objects.requireNonNull(component.getAnnotation(Setting.class));
    }
}
