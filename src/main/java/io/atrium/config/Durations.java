package io.atrium.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as an operator writes them: a whole number and one of ms, s, m, h and d. */
final class Durations {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})(ms|[smhd])");
    /** Largest first, so that the first unit that divides a duration writes it shortest. */
    private static final Map<String, Duration> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("d", Duration.ofDays(1));
        UNITS.put("h", Duration.ofHours(1));
        UNITS.put("m", Duration.ofMinutes(1));
        UNITS.put("s", Duration.ofSeconds(1));
        UNITS.put("ms", Duration.ofMillis(1));
    }

    private Durations() {}

    static Duration parse(String text) {
        Matcher match = FORM.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("no duration");
        }
        long unit = UNITS.getOrDefault(match.group(2), Duration.ZERO).toMillis();
        try {
            return Duration.ofMillis(Math.multiplyExact(Long.parseLong(match.group(1)), unit));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the duration is too long", e);
        }
    }

    static String show(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        for (Map.Entry<String, Duration> unit : UNITS.entrySet()) {
            long size = unit.getValue().toMillis();
            if (millis % size == 0) {
                return millis / size + unit.getKey();
            }
        }
        throw new IllegalStateException("Every duration is a number of milliseconds");
    }
}
