package io.atrium.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of memory or storage; "64KB" is 65,536 bytes. */
public record Bytes(long count) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s?([KMGT]?B)?");
    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");
    private static final int STEP = 1024;

    public Bytes {
        if (count < 0) {
            throw new IllegalArgumentException("a size must not be negative");
        }
    }

    /**
     * Reads a number and one of B, KB, MB, GB and TB in any case; a bare number counts bytes.
     *
     * @throws IllegalArgumentException if the text has another form or the size exceeds a long
     */
    public static Bytes parse(String text) {
        Matcher match = FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (!match.matches()) {
            throw new IllegalArgumentException("a size is a number and B, KB, MB, GB or TB");
        }
        String unit = match.group(2);
        long count = Long.parseLong(match.group(1));
        try {
            return new Bytes(Math.multiplyExact(count, unit == null ? 1 : factor(UNITS.indexOf(unit))));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the size is too large", e);
        }
    }

    private static long factor(int steps) {
        long factor = 1;
        for (int i = 0; i < steps; i++) {
            factor *= STEP;
        }
        return factor;
    }

    /** The size as {@link #parse} reads it, in the largest unit that keeps it whole. */
    @Override
    public String toString() {
        long rest = count;
        int unit = 0;
        while (rest != 0 && rest % STEP == 0 && unit < UNITS.size() - 1) {
            rest /= STEP;
            unit++;
        }
        return rest + UNITS.get(unit);
    }
}
