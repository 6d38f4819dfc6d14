package io.atrium.entity;

import io.atrium.base.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file to import, without what spreadsheets put in front of it.
 *
 * @param delimiter what stands between cells: what the file's own first line says, else what the caller says
 * @param linesBefore how many lines were taken off
 */
record ImportFile(String text, char delimiter, int linesBefore) {

    /** Largest file, in characters. */
    static final int MAX_FILE = BulkImports.MAX_FILE;

    /** Most cells of one line: as many as columns, and what spreadsheets put behind them. */
    static final int MAX_CELLS = 5 * BulkImports.MAX_COLUMNS;

    /** The line by which a spreadsheet tells its delimiter. */
    private static final Pattern DELIMITER_LINE =
            Pattern.compile("\\A\"?sep=([^\"\\r\\n])\"?[;,\\t]*(\\r\\n|\\n|\\r)", Pattern.CASE_INSENSITIVE);

    static ImportFile of(@Nullable String file, @Nullable String delimiter) {
        if (file == null || file.isBlank()) {
            throw Problem.badRequest("Field 'file' must hold the text of a CSV file");
        }
        if (file.length() > MAX_FILE) {
            throw Problem.badRequest("Field 'file' is longer than " + MAX_FILE + " characters");
        }
        char chosen = delimiter(delimiter);
        String text = file.charAt(0) == '\uFEFF' ? file.substring(1) : file;
        Matcher told = DELIMITER_LINE.matcher(text);
        ImportFile read = told.find()
                ? new ImportFile(text.substring(told.end()), told.group(1).charAt(0), 1)
                : new ImportFile(text, chosen, 0);
        read.requireNarrow();
        return read;
    }

    /** Looks for lines with too many cells before a reader makes objects of them. */
    private void requireNarrow() {
        long line = 1L + linesBefore;
        int cells = 1;
        boolean isStart = true;
        for (int at = 0; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == delimiter) {
                cells++;
                isStart = true;
            } else if (next == '\n' || next == '\r') {
                line += next == '\n' ? 1 : 0;
                cells = 1;
                isStart = true;
            } else {
                if (next == '"' && isStart) {
                    at = endOfQuoted(at);
                }
                isStart = false;
            }
            if (cells > MAX_CELLS) {
                throw Problem.badRequest("Field 'file': line " + line + " has more than " + MAX_CELLS + " cells");
            }
        }
    }

    /** Where the quote stands that ends a quoted cell; two of them stand for one. */
    private int endOfQuoted(int start) {
        int end = text.indexOf('"', start + 1);
        while (end >= 0 && end + 1 < text.length() && text.charAt(end + 1) == '"') {
            end = text.indexOf('"', end + 2);
        }
        return end < 0 ? text.length() : end;
    }

    private static char delimiter(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return ',';
        }
        char delimiter = text.charAt(0);
        if (text.length() > 1 || delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
            throw Problem.badRequest("Field 'mapping.delimiter' must be one character");
        }
        return delimiter;
    }
}
