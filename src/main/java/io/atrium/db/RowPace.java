package io.atrium.db;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How many rows the driver fetches at a time, for rows that may be megabytes each: a few at first, then as many as fit into a
 * few megabytes. Only inside a transaction; elsewhere the driver fetches all rows at once. Serves one query.
 */
public final class RowPace {

    /** Rows of the first round. */
    public static final int FIRST = 16;

    private static final long ROUND_BYTES = 4L << 20;
    private static final int MOST = 5_000;

    private long longest = ROUND_BYTES / MOST;
    private int rows;

    /** Notes the length of a row, and has the next round fetched accordingly. */
    public void took(ResultSet set, long bytes) throws SQLException {
        longest = Math.max(longest, bytes);
        rows++;
        if (rows <= FIRST || bytes == longest) {
            set.setFetchSize((int) Math.clamp(ROUND_BYTES / longest, 1, MOST));
        }
    }
}
