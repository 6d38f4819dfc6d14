package io.atrium.base;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Words without quotes that programs print where a value is missing: {@code nan}, {@code -inf}, {@code 1.#QNAN},
 * {@code None}, {@code True} and the like. They are put into one form that the reader of JSON knows, each at its place, so that one
 * reading that failed does not cost the others of its message.
 */
public final class BareWords {

    /**
     * C, C++ and its older Microsoft runtime, Arduino ({@code ovf}), Fortran, Python, JavaScript, in any letter case.
     */
    private static final Pattern NO_NUMBER = Pattern.compile(
            "[+-]?(nan[sq]?\\d*(\\([\\w.]*\\))?|inf|infinity|ovf|\\d+\\.#(inf|ind|[sq]?nan)\\d*)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NOTHING = Pattern.compile("none|null|undefined", Pattern.CASE_INSENSITIVE);
    private static final Pattern TRUTH = Pattern.compile("true|false", Pattern.CASE_INSENSITIVE);

    private static final byte[] NO_NUMBER_FORM = "NaN".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING_FORM = "null".getBytes(StandardCharsets.US_ASCII);

    /** The longest word that is looked at. */
    private static final int MAX_WORD = 32;

    private static final byte[] UNCHANGED = {};

    private BareWords() {}

    /** The same message of the same length with words that JSON has, or an empty one if there is nothing to mend. */
    public static byte[] mend(byte[] message) {
        byte[] mended = message.clone();
        boolean isMended = false;
        int at = 0;
        while (at < message.length) {
            byte next = message[at];
            if (next == '"' || next == '\'') {
                at = behindText(message, at);
            } else if (isOfWord(next)) {
                int end = at;
                while (end < message.length && isOfWord(message[end])) {
                    end++;
                }
                isMended |= mend(mended, at, end);
                at = end;
            } else {
                at++;
            }
        }
        return isMended ? mended : UNCHANGED;
    }

    private static boolean mend(byte[] message, int from, int to) {
        if (to - from < NO_NUMBER_FORM.length || to - from > MAX_WORD || isName(message, to)) {
            return false;
        }
        String word = new String(message, from, to - from, StandardCharsets.US_ASCII);
        byte[] form;
        if (NO_NUMBER.matcher(word).matches()) {
            form = NO_NUMBER_FORM;
        } else if (NOTHING.matcher(word).matches()) {
            form = NOTHING_FORM;
        } else if (TRUTH.matcher(word).matches()) {
            form = word.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
        } else {
            return false;
        }
        for (int i = from; i < to; i++) {
            message[i] = i - from < form.length ? form[i - from] : (byte) ' ';
        }
        return true;
    }

    /** A word before a colon is the name of a member, whose quotes were left away. */
    private static boolean isName(byte[] message, int from) {
        int at = from;
        while (at < message.length && (message[at] == ' ' || message[at] >= '\t' && message[at] <= '\r')) {
            at++;
        }
        return at < message.length && message[at] == ':';
    }

    private static int behindText(byte[] message, int from) {
        byte quote = message[from];
        int at = from + 1;
        while (at < message.length && message[at] != quote) {
            at += message[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private static boolean isOfWord(byte next) {
        return next >= 'a' && next <= 'z'
                || next >= 'A' && next <= 'Z'
                || next >= '0' && next <= '9'
                || next == '_'
                || next == '+'
                || next == '-'
                || next == '.'
                || next == '#'
                || next == '('
                || next == ')';
    }
}
