package io.atrium.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalTest {

    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final long NOON = Instant.parse("2026-03-04T12:00:00Z").toEpochMilli();

    @Test
    void isHighestAtThePeakHourOfEveryDay() {
        Signal signal = level(List.of(new Signal.Wave(3, 24, 12)), List.of());
        assertThat(signal.at(NOON, TEN_MINUTES)).isEqualTo(23);
        assertThat(signal.at(NOON + Duration.ofHours(12).toMillis(), TEN_MINUTES))
                .isEqualTo(17);
        assertThat(signal.at(NOON + Duration.ofDays(30).toMillis(), TEN_MINUTES))
                .isEqualTo(23);
    }

    @Test
    void peaksOnWednesdayWhenTheWeekIsShiftedBySixDays() {
        Signal signal = level(List.of(new Signal.Wave(3, 168, 6 * 24 + 12)), List.of());
        assertThat(signal.raw(NOON)).isCloseTo(23, within(1e-9));
    }

    @Test
    void wandersWithoutAJumpBetweenLivePoints() {
        Signal signal = level(List.of(), List.of(new Signal.Noise(2, 20)));
        double steepest = Math.PI / 2 * 2 * 2 / 120;
        for (long t = NOON; t < NOON + Duration.ofDays(2).toMillis(); t += TEN_SECONDS.toMillis()) {
            assertThat(Math.abs(signal.raw(t + TEN_SECONDS.toMillis()) - signal.raw(t)))
                    .isLessThan(steepest * 1.01);
        }
    }

    @Test
    void noiseStaysWithinItsAmplitudeAndUsesMostOfIt() {
        Signal signal = level(List.of(), List.of(new Signal.Noise(2, 20)));
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        for (long t = -NOON; t < -NOON + Duration.ofDays(60).toMillis(); t += TEN_MINUTES.toMillis()) {
            low = Math.min(low, signal.raw(t));
            high = Math.max(high, signal.raw(t));
        }
        assertThat(low).isBetween(18.0, 18.05);
        assertThat(high).isBetween(21.95, 22.0);
    }

    @Test
    void givesAnotherCurveForAnotherSeedAndTheSameForTheSame() {
        List<Signal.Noise> noises = List.of(new Signal.Noise(2, 20));
        Signal first = new Signal(new Signal.Range(0, 100), 20, 6, 1, List.of(), noises, 0);
        Signal same = new Signal(new Signal.Range(0, 100), 20, 6, 1, List.of(), noises, 0);
        Signal other = new Signal(new Signal.Range(0, 100), 20, 6, 2, List.of(), noises, 0);
        assertThat(first.at(NOON, TEN_MINUTES)).isEqualTo(same.at(NOON, TEN_MINUTES));
        assertThat(first.at(NOON, TEN_MINUTES)).isNotEqualTo(other.at(NOON, TEN_MINUTES));
    }

    /** The published vector of SplitMix64 for state 0 is 0xE220A8397B1DCDAF; here it is chained once, as hash(0, 0) is. */
    @Test
    void hashesAsTheHeadOfTheWorldFileDefines() {
        long inner = 0xE220A8397B1DCDAFL;
        long z = inner + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        double expected = 2 * ((z >>> 11) / 9007199254740992.0) - 1;
        Signal signal = new Signal(new Signal.Range(-9, 9), 0, 9, 0, List.of(), List.of(new Signal.Noise(1, 1)), 0);
        assertThat(signal.raw(0)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void limitsAndRoundsTheValue() {
        Signal signal = new Signal(new Signal.Range(0, 1.255), 7, 2, 1, List.of(), List.of(), 0);
        assertThat(signal.at(NOON, TEN_MINUTES)).isEqualTo(1.26);
    }

    @Test
    void amountsAddUpToTheSameSumWhateverTheSpacing() {
        Signal flow = new Signal(
                new Signal.Range(0, 2.2),
                1.1,
                4,
                5,
                List.of(new Signal.Wave(0.5, 24, 12)),
                List.of(new Signal.Noise(0.2, 30)),
                10);
        double coarse = sum(flow, TEN_MINUTES);
        assertThat(sum(flow, TEN_SECONDS)).isCloseTo(coarse, within(coarse * 0.01));
    }

    private static double sum(Signal signal, Duration spacing) {
        double sum = 0;
        long step = spacing.toMillis();
        for (long t = NOON + step; t <= NOON + Duration.ofHours(24).toMillis(); t += step) {
            sum += signal.at(t, spacing);
        }
        return sum;
    }

    private static Signal level(List<Signal.Wave> waves, List<Signal.Noise> noises) {
        return new Signal(new Signal.Range(0, 100), 20, 6, 42, waves, noises, 0);
    }
}
