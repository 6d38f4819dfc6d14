package io.atrium.telemetry;

import java.nio.charset.StandardCharsets;

/**
 * One line of a CSV file (RFC 4180). Text that a spreadsheet would take for a formula gets an apostrophe in front, for
 * keys and values come from devices and the file is opened by people (threats.md 10).
 */
final class CsvLine {

    /** What starts a formula, in its narrow and its wide form, and what hides such a start. */
    private static final String STARTS_FORMULA = "=+-@\t\r\n|\uFF1D\uFF0B\uFF0D\uFF20";

    /** What stands between two fields. */
    enum Separator {
        COMMA(','),
        SEMICOLON(';'),
        TAB('\t');

        private final char sign;

        Separator(char sign) {
            this.sign = sign;
        }
    }

    /** What stands before the decimals of a number. */
    enum Decimal {
        POINT('.'),
        COMMA(',');

        private final char sign;

        Decimal(char sign) {
            this.sign = sign;
        }
    }

    private final StringBuilder line = new StringBuilder(64);
    private final char separator;
    private final char decimal;

    /** A line as the world at large reads it. */
    CsvLine() {
        this(Separator.COMMA, Decimal.POINT);
    }

    /** A line as the programs of some countries read it. */
    CsvLine(Separator separator, Decimal decimal) {
        this.separator = separator.sign;
        this.decimal = decimal.sign;
    }

    /** Adds a number or another text that the server made itself. */
    CsvLine plain(String text) {
        separate();
        line.append(text);
        return this;
    }

    /** Adds a number, with the decimal sign of the file. */
    CsvLine number(String text) {
        return plain(text.replace('.', decimal));
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
            line.append(separator);
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
