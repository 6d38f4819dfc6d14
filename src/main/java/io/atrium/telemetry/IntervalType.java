package io.atrium.telemetry;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** How a range is cut into buckets: by equal widths or by the calendar of a time zone. */
public enum IntervalType {
    MILLISECONDS(0),
    /** Midnight to midnight; our own addition to the contract. */
    DAY(1),
    /** Sunday to Saturday. */
    WEEK(7),
    /** Monday to Sunday. */
    WEEK_ISO(7),
    MONTH(30),
    QUARTER(90);

    private static final long MILLIS_OF_DAY = 24L * 3600 * 1000;

    private final int nominalDays;

    IntervalType(int nominalDays) {
        this.nominalDays = nominalDays;
    }

    /** What a calendar unit counts as when the buckets of a range are counted. */
    long nominalMillis() {
        return nominalDays * MILLIS_OF_DAY;
    }

    /** When the calendar unit that holds this time began. */
    long floor(long ts, ZoneId zone) {
        return millis(firstDay(LocalDate.ofInstant(Instant.ofEpochMilli(ts), zone)), zone);
    }

    /** When the next calendar unit begins. */
    long next(long ts, ZoneId zone) {
        LocalDate first = firstDay(LocalDate.ofInstant(Instant.ofEpochMilli(ts), zone));
        LocalDate next =
                switch (this) {
                    case MILLISECONDS -> throw new IllegalStateException("Not a calendar unit");
                    case DAY -> first.plusDays(1);
                    case WEEK, WEEK_ISO -> first.plusWeeks(1);
                    case MONTH -> first.plusMonths(1);
                    case QUARTER -> first.plusMonths(3);
                };
        return millis(next, zone);
    }

    private LocalDate firstDay(LocalDate day) {
        return switch (this) {
            case MILLISECONDS -> throw new IllegalStateException("Not a calendar unit");
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
            case WEEK_ISO -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER ->
                day.withDayOfMonth(1)
                        .withMonth(day.getMonth().firstMonthOfQuarter().getValue());
        };
    }

    /** The first moment of a day, which is not midnight where clocks jump at midnight. */
    private static long millis(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }
}
