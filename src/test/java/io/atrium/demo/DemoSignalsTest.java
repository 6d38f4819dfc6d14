package io.atrium.demo;

import static io.atrium.demo.DemoFiles.WORLD;
import static io.atrium.demo.DemoFiles.fieldNames;
import static io.atrium.demo.DemoFiles.names;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the demo's signals through a year: ranges, alarm thresholds, and rules without a gap. */
class DemoSignalsTest {

    private static final long YEAR_START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final int STEPS_PER_YEAR = 365 * 144;

    @ParameterizedTest
    @MethodSource("generatedKeys")
    void staysInsideItsRangeForAYearAndMoves(String device, String key) {
        Signal signal = DemoFiles.signal(device, key);
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        int clipped = 0;
        for (double[] point : year(signal)) {
            assertThat(point[0]).isBetween(signal.range().min(), signal.range().max());
            low = Math.min(low, point[0]);
            high = Math.max(high, point[0]);
            clipped += point[0] == signal.range().min()
                            || point[0] == signal.range().max()
                    ? 1
                    : 0;
        }
        double width = signal.range().max() - signal.range().min();
        assertThat(high - low).as("swing of %s %s", device, key).isGreaterThan(width * 0.5);
        assertThat(clipped).as("clipped points of %s %s", device, key).isLessThan(STEPS_PER_YEAR / 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SD-001", "AM-307"})
    void crossesTheAlarmThresholdsNowAndThen(String device) {
        Signal temperature = DemoFiles.signal(device, "temperature");
        assertThat(shareOfYear(temperature, 24, 99)).isBetween(0.05, 0.4);
        assertThat(shareOfYear(temperature, 26, 99)).isBetween(0.0005, 0.05);
        assertThat(shareOfYear(temperature, -99, 20)).isBetween(0.01, 0.25);
        assertThat(shareOfYear(temperature, -99, 17.99)).isZero();
        Signal co2 = DemoFiles.signal(device, "co2");
        assertThat(shareOfYear(co2, 490, 999)).isBetween(0.03, 0.3);
        assertThat(shareOfYear(co2, 500, 999)).isBetween(0.0005, 0.05);
        assertThat(shareOfYear(DemoFiles.signal(device, "humidity"), 40, 60)).isEqualTo(1);
    }

    @Test
    void thermometerRaisesItsAlarmNowAndThen() {
        assertThat(shareOfYear(DemoFiles.signal("Thermometer", "temperature"), 25.01, 99))
                .isBetween(0.0005, 0.1);
    }

    @Test
    void everyGeneratorBelongsToADeviceAndEverySensorHasOne() {
        assertThat(fieldNames(WORLD.get("generators"))).isEqualTo(new HashSet<>(names("devices")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"High temperature", "Low temperature", "High humidity", "Low humidity", "High CO₂"})
    void alarmRulesLeaveNoGapBetweenSeveritiesAndClear(String name) {
        JsonNode rule = WORLD.get("alarmRules")
                .valueStream()
                .filter(r -> r.get("name").asText().equals(name)
                        && r.get("profile").asText().equals("air-sensor"))
                .findFirst()
                .orElseThrow();
        assertThat(fieldNames(rule.get("severities"))).containsExactlyInAnyOrder("CRITICAL", "MAJOR");
        assertThat(rule.get("propagateAlong").get(0).asText()).isEqualTo("Contains");
        for (int i = -100; i <= 60_000; i++) {
            double value = i / 100.0;
            long holding = Stream.of(rule.at("/severities/CRITICAL"), rule.at("/severities/MAJOR"), rule.get("clear"))
                    .filter(condition -> holds(condition, value))
                    .count();
            assertThat(holding).as("%s at %s", name, value).isEqualTo(1);
        }
    }

    static Stream<Object[]> generatedKeys() {
        return WORLD.get("generators").properties().stream().flatMap(device -> fieldNames(device.getValue()).stream()
                .map(key -> new Object[] {device.getKey(), key}));
    }

    private static List<double[]> year(Signal signal) {
        List<double[]> points = new ArrayList<>(STEPS_PER_YEAR);
        for (int i = 0; i < STEPS_PER_YEAR; i++) {
            points.add(new double[] {signal.at(YEAR_START + i * STEP.toMillis(), STEP)});
        }
        return points;
    }

    private static double shareOfYear(Signal signal, double from, double to) {
        return year(signal).stream().filter(p -> p[0] > from && p[0] < to).count() / (double) STEPS_PER_YEAR;
    }

    private static boolean holds(JsonNode condition, double value) {
        return condition.properties().stream().allMatch(bound -> {
            double limit = bound.getValue().asDouble();
            return switch (bound.getKey()) {
                case "above" -> value > limit;
                case "atLeast" -> value >= limit;
                case "below" -> value < limit;
                case "atMost" -> value <= limit;
                default -> throw new AssertionError("unknown bound " + bound.getKey());
            };
        });
    }
}
