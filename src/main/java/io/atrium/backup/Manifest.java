package io.atrium.backup;

import java.util.List;
import java.util.Map;

/**
 * The last entry of a backup, so that it counts what is really there.
 *
 * @param schema the migrations that the tables come from, each with its checksum
 * @param series name of the store of series
 * @param tables rows by table, in an order in which they can be filled
 * @param parts tables that are parts of others and are made when needed
 * @param sequences last values
 * @param files names of the server's own files
 * @param seriesFiles names of the series store's files; none if the series are in the tables
 */
record Manifest(
        int format,
        String version,
        long createdTs,
        List<String> schema,
        String series,
        Map<String, Long> tables,
        List<Part> parts,
        Map<String, Long> sequences,
        List<String> files,
        List<String> seriesFiles) {

    static final int FORMAT = 1;
    static final String NAME = "manifest.json";

    /** A part of a table, with its bounds in the words of PostgreSQL. */
    record Part(String name, String of, String bounds) {}

    static String tableEntry(String table) {
        return "tables/" + table + ".copy";
    }

    static String seriesEntry(String file) {
        return "series/" + file;
    }

    static String fileEntry(String file) {
        return "files/" + file;
    }
}
