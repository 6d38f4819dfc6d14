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
        return told.find()
                ? new ImportFile(text.substring(told.end()), told.group(1).charAt(0), 1)
                : new ImportFile(text, chosen, 0);
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
