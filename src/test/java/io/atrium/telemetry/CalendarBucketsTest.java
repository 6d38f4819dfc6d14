package io.atrium.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.base.Value;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where buckets of the calendar begin and end, also in weeks that have 167 or 169 hours. */
final class CalendarBucketsTest {

    private static final long HOUR = 3_600_000;

    private record Cut(long ts, long count) {}

    private static long at(String local, String zone) {
        return LocalDateTime.parse(local).atZone(ZoneId.of(zone)).toInstant().toEpochMilli();
    }

    /** Counts one point an hour; the middle and the count of a bucket tell its length. */
    private static List<Cut> hours(IntervalType type, String zone, String from, String to) {
        long start = at(from, zone);
        long end = at(to, zone);
        Aggregation aggregation = new Aggregation(Aggregation.Function.COUNT, type, 0, ZoneId.of(zone));
        List<Cut> cuts = new ArrayList<>();
        Buckets buckets = new Buckets(
                aggregation, start, end, (ts, value) -> cuts.add(new Cut(ts, value.integer())), steps -> {});
        for (long ts = start; ts < end; ts += HOUR) {
            buckets.point(ts, Value.TRUE);
        }
        buckets.finish();
        return cuts;
    }

    private static Cut whole(String zone, String from, String to) {
        long start = at(from, zone);
        long end = at(to, zone);
        return new Cut(start + (end - start) / 2, (end - start) / HOUR);
    }

    @Test
    void aDayHas23Or25HoursWhereClocksJump() {
        String berlin = "Europe/Berlin";
        assertThat(hours(IntervalType.DAY, berlin, "2025-03-29T00:00", "2025-04-01T00:00"))
                .containsExactly(
                        whole(berlin, "2025-03-29T00:00", "2025-03-30T00:00"),
                        whole(berlin, "2025-03-30T00:00", "2025-03-31T00:00"),
                        whole(berlin, "2025-03-31T00:00", "2025-04-01T00:00"))
                .extracting(Cut::count)
                .containsExactly(24L, 23L, 24L);
        assertThat(hours(IntervalType.DAY, berlin, "2025-10-25T12:00", "2025-10-27T12:00"))
                .as("the first and the last day are cut by the range")
                .extracting(Cut::count)
                .containsExactly(12L, 25L, 12L);
    }

    @Test
    void aWeekLosesAnHourInSpringAndGainsOneInAutumn() {
        String berlin = "Europe/Berlin";
        assertThat(hours(IntervalType.WEEK_ISO, berlin, "2025-03-17T00:00", "2025-04-07T00:00"))
                .extracting(Cut::count)
                .containsExactly(168L, 167L, 168L);
        assertThat(hours(IntervalType.WEEK_ISO, berlin, "2025-10-20T00:00", "2025-11-03T00:00"))
                .containsExactly(
                        whole(berlin, "2025-10-20T00:00", "2025-10-27T00:00"),
                        whole(berlin, "2025-10-27T00:00", "2025-11-03T00:00"))
                .extracting(Cut::count)
                .containsExactly(169L, 168L);
        assertThat(hours(IntervalType.WEEK, berlin, "2025-03-23T00:00", "2025-04-06T00:00"))
                .as("clocks jump on the Sunday that begins the second week")
                .extracting(Cut::count)
                .containsExactly(168L, 167L);
    }

    @Test
    void theFirstAndLastUnitAreCut() {
        String york = "America/New_York";
        assertThat(hours(IntervalType.MONTH, york, "2025-02-27T12:00", "2025-04-01T06:00"))
                .containsExactly(
                        whole(york, "2025-02-27T12:00", "2025-03-01T00:00"),
                        whole(york, "2025-03-01T00:00", "2025-04-01T00:00"),
                        whole(york, "2025-04-01T00:00", "2025-04-01T06:00"));
    }

    @Test
    void aDayThatBeginsAtOneAndADayThatNeverWas() {
        String cairo = "Africa/Cairo";
        assertThat(hours(IntervalType.MONTH, cairo, "2025-04-01T00:00", "2025-05-01T00:00"))
                .as("no midnight on the 25th")
                .extracting(Cut::count)
                .containsExactly(719L);
        assertThat(hours(IntervalType.WEEK_ISO, "Pacific/Apia", "2011-12-26T00:00", "2012-01-02T00:00"))
                .as("Friday the 30th was left out")
                .extracting(Cut::count)
                .containsExactly(144L);
    }

    @Test
    void quartersFollowTheZoneNotUtc() {
        String kathmandu = "Asia/Kathmandu";
        assertThat(hours(IntervalType.QUARTER, kathmandu, "2024-12-31T22:00", "2025-07-01T00:00"))
                .containsExactly(
                        whole(kathmandu, "2024-12-31T22:00", "2025-01-01T00:00"),
                        whole(kathmandu, "2025-01-01T00:00", "2025-04-01T00:00"),
                        whole(kathmandu, "2025-04-01T00:00", "2025-07-01T00:00"));
    }
}
