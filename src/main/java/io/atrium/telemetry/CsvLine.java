package io.atrium.telemetry;

import java.nio.charset.StandardCharsets;

/**
 * One line of a CSV file (RFC 4180). Text that a spreadsheet would take for a formula gets an apostrophe in front, for
 * keys and values come from devices and the file is opened by people (threats.md 10).
 */
final class CsvLine {

    /** What starts a formula, in its narrow and its wide form, and what hides such a start. */
    private static final String STARTS_FORMULA = "=+-@\t\r\n|\uFF1D\uFF0B\uFF0D\uFF20";

    private final StringBuilder line = new StringBuilder(64);

    /** Adds a number or another text that the server made itself. */
    CsvLine plain(String text) {
        separate();
        line.append(text);
        return this;
    }

    /** Adds text that somebody else wrote. */
    CsvLine text(String text) {
        separate();
        boolean formula = !text.isEmpty() && STARTS_FORMULA.indexOf(text.charAt(0)) >= 0;
        if (!formula && !needsQuotes(text)) {
            line.append(text);
            return this;
        }
        line.append('"').append(formula ? "'" : "");
        line.append(text.replace("\"", "\"\"")).append('"');
        return this;
    }

    private void separate() {
        if (!line.isEmpty()) {
            line.append(',');
        }
    }

    private static boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == ';' || c == '"' || c < ' ' || c == ' ' && (i == 0 || i == text.length() - 1)) {
                return true;
            }
        }
        return text.isEmpty();
    }

    byte[] end() {
        byte[] bytes = line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        line.setLength(0);
        return bytes;
    }
}
