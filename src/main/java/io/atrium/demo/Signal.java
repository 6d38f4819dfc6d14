package io.atrium.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/**
 * A simulated measurement as a pure function of time, so that back-filled history and live values join without a jump.
 * The head of {@code demo/world.yaml} defines the formula.
 *
 * @param range limits of a level, or of the amount in {@code amountPerMinutes}
 * @param base the middle around which waves and noises swing
 * @param decimals digits after the point
 * @param seed chooses the random knots of the noises
 * @param waves regular swings: day, half day, week
 * @param noises smooth random wandering
 * @param amountPerMinutes 0 for a level; otherwise the value is an amount that flowed since the previous point
 */
record Signal(
        Range range, double base, int decimals, long seed, List<Wave> waves, List<Noise> noises, int amountPerMinutes) {

    private static final double MILLIS_PER_HOUR = 3_600_000;
    private static final long MILLIS_PER_MINUTE = 60_000;
    private static final long SEED_STEP = 1_000_003;

    record Range(double min, double max) {}

    record Wave(double amplitude, double periodHours, double peakHour) {}

    record Noise(double amplitude, long everyMinutes) {}

    Signal {
        waves = List.copyOf(waves);
        noises = List.copyOf(noises);
    }

    /** The value at a time, for points that are {@code spacing} apart. */
    double at(long epochMillis, Duration spacing) {
        double limited = Math.clamp(raw(epochMillis), range.min, range.max);
        double value = amountPerMinutes == 0
                ? limited
                : limited * spacing.toMillis() / ((double) amountPerMinutes * MILLIS_PER_MINUTE);
        return BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_UP)
                .doubleValue();
    }

    /** The signal before limits, scaling and rounding. */
    double raw(long epochMillis) {
        double sum = base;
        for (Wave wave : waves) {
            double hours = epochMillis / MILLIS_PER_HOUR - wave.peakHour;
            sum += wave.amplitude * Math.cos(2 * Math.PI * hours / wave.periodHours);
        }
        for (int i = 0; i < noises.size(); i++) {
            sum += wander(noises.get(i), seed + SEED_STEP * i, epochMillis);
        }
        return sum;
    }

    private static double wander(Noise noise, long seed, long epochMillis) {
        long knot = noise.everyMinutes * MILLIS_PER_MINUTE;
        long before = Math.floorDiv(epochMillis, knot);
        double fraction = Math.floorMod(epochMillis, knot) / (double) knot;
        double ease = (1 - Math.cos(Math.PI * fraction)) / 2;
        double from = knotAt(seed, before);
        return noise.amplitude * (from + (knotAt(seed, before + 1) - from) * ease);
    }

    /** A random number in -1..1 that belongs to one knot for ever. */
    private static double knotAt(long seed, long index) {
        return 2 * ((mix(mix(seed) + index) >>> 11) * 0x1.0p-53) - 1;
    }

    /** One step of SplitMix64. */
    private static long mix(long x) {
        long z = x + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
