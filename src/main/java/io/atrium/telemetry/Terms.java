package io.atrium.telemetry;

/**
 * How readings are to be stored.
 *
 * @param expiresAt the points may be deleted from this time on
 * @param backfill true for history: it is stored and shown as any other, but alarms take no notice of it
 */
public record Terms(long expiresAt, boolean backfill) {

    /** Readings as they happen, kept as long as the rules of retention say. */
    public static final Terms LIVE = new Terms(SeriesStore.NEVER, false);

    public static final Terms BACKFILL = new Terms(SeriesStore.NEVER, true);

    public static Terms of(boolean backfill) {
        return backfill ? BACKFILL : LIVE;
    }
}
