package io.atrium.base;

import java.util.function.IntConsumer;

/**
 * Looks for one text in others in time that grows with the length of the other text only, whatever the two look like
 * (Knuth, Morris and Pratt, 1977). {@link String#contains} takes the product of both lengths at worst.
 */
public final class Substring {

    /** Up to this length the product of both lengths is no more than what the linear search takes. */
    private static final int SHORT = 8;

    /** Characters that are looked at without a pause. */
    private static final int PIECE = 1 << 16;

    private final String wanted;
    private final boolean ignoreCase;
    /** By number of characters that match: how many of them still match one place further on. */
    private final int[] border;

    private Substring(String wanted, boolean ignoreCase) {
        this.wanted = wanted;
        this.ignoreCase = ignoreCase;
        this.border = border(wanted);
    }

    /** A text that is looked for as it is. */
    public static Substring exactly(String wanted) {
        return new Substring(wanted, false);
    }

    /** A text that is looked for without regard to case, character by character as {@link String#equalsIgnoreCase}. */
    public static Substring ignoringCase(String wanted) {
        return new Substring(folded(wanted), true);
    }

    public boolean isIn(String text) {
        return indexIn(text, 0) >= 0;
    }

    /**
     * As the other, in pieces.
     *
     * @param beforePiece is told before each piece how many characters are going to be looked at
     */
    public boolean isIn(String text, IntConsumer beforePiece) {
        int piece = Math.max(PIECE, wanted.length());
        int from = 0;
        do {
            // What begins near the end of a piece ends in the next one.
            int to = Math.min(text.length(), from + piece + wanted.length());
            beforePiece.accept(to - from);
            if (indexIn(text, from, to) >= 0) {
                return true;
            }
            from += piece;
        } while (from + wanted.length() <= text.length());
        return false;
    }

    /** Where the text begins first, from a place on; -1 if it does not. */
    public int indexIn(String text, int from) {
        return indexIn(text, from, text.length());
    }

    private int indexIn(String text, int from, int to) {
        if (wanted.isEmpty()) {
            return Math.min(from, to);
        }
        if (!ignoreCase && wanted.length() <= SHORT) {
            return text.indexOf(wanted, Math.min(from, to), to);
        }
        int matched = 0;
        for (int at = from; at < to; at++) {
            char next = ignoreCase ? folded(text.charAt(at)) : text.charAt(at);
            while (matched > 0 && wanted.charAt(matched) != next) {
                matched = border[matched];
            }
            if (wanted.charAt(matched) == next) {
                matched++;
            }
            if (matched == wanted.length()) {
                return at - matched + 1;
            }
        }
        return -1;
    }

    public int length() {
        return wanted.length();
    }

    /** A character in the one form that stands for all its cases. */
    public static char folded(char character) {
        if (character < 128) {
            return character >= 'A' && character <= 'Z' ? (char) (character + ('a' - 'A')) : character;
        }
        return Character.toLowerCase(Character.toUpperCase(character));
    }

    private static String folded(String text) {
        char[] folded = new char[text.length()];
        for (int i = 0; i < folded.length; i++) {
            folded[i] = folded(text.charAt(i));
        }
        return new String(folded);
    }

    private static int[] border(String wanted) {
        int[] border = new int[wanted.length() + 1];
        int matched = 0;
        for (int at = 1; at < wanted.length(); at++) {
            while (matched > 0 && wanted.charAt(matched) != wanted.charAt(at)) {
                matched = border[matched];
            }
            if (wanted.charAt(matched) == wanted.charAt(at)) {
                matched++;
            }
            border[at + 1] = matched;
        }
        return border;
    }
}
