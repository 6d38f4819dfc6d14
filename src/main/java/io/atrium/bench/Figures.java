package io.atrium.bench;

import java.util.Arrays;
import java.util.Locale;

/** A table of measured figures beside their targets. */
final class Figures {

    private Figures() {}

    static void head() {
        System.out.printf("%-62s %18s %18s%n", "what", "measured", "target");
        System.out.println("-".repeat(100));
    }

    static void row(String what, String measured, String target) {
        System.out.printf("%-62s %18s %18s%n", what, measured, target);
    }

    static String millis(double nanos) {
        return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }

    /** The median and the time that 99 of 100 calls keep within. */
    static String halfAndMost(long[] nanos) {
        return String.format(
                Locale.ROOT, "%.2f / %.2f ms", percentile(nanos, 0.5) / 1e6, percentile(nanos, 0.99) / 1e6);
    }

    static String nanos(double nanos) {
        return String.format(Locale.ROOT, "%.0f ns", nanos);
    }

    /** The value below which the given share of the samples lies. */
    static long percentile(long[] samples, double share) {
        long[] sorted = samples.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))];
    }
}
