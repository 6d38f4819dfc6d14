package io.atrium.query;

import io.atrium.base.Substring;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The name filters of aliases (device-data-api 5.3): a prefix, or where the text starts or ends with {@code %} a pattern
 * with {@code %} for any text and {@code _} for any character. Case does not count.
 */
final class NamePattern {

    /** Every name. */
    static final NamePattern ALL = new NamePattern("");

    private final String text;
    private final boolean isPattern;
    /** What stands between the signs for any text. */
    private final List<Piece> pieces = new ArrayList<>();

    private NamePattern(String text) {
        this.text = text;
        this.isPattern = text.startsWith("%") || text.endsWith("%");
        if (isPattern) {
            for (String piece : text.split("%")) {
                if (!piece.isEmpty()) {
                    pieces.add(new Piece(piece));
                }
            }
        }
    }

    /** The pattern of a filter's field; blank means every name. */
    static NamePattern of(String field, @Nullable String filter) {
        String text = filter == null ? "" : filter;
        QueryLimits.checkLength(field, text, QueryLimits.MAX_NAME_FILTER);
        return text.isBlank() ? ALL : new NamePattern(text);
    }

    boolean matchesAll() {
        return text.isBlank();
    }

    boolean matches(String name) {
        return isPattern ? like(name) : name.regionMatches(true, 0, text, 0, text.length());
    }

    /** As {@link #matches}, but without a pattern the name must be the whole text. */
    boolean matchesWhole(String name) {
        return isPattern ? matches(name) : name.equalsIgnoreCase(text);
    }

    /** Takes each piece at the first place where it fits; where that leads to nothing, no other place would. */
    private boolean like(String name) {
        int at = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            boolean first = i == 0 && !text.startsWith("%");
            boolean last = i == pieces.size() - 1 && !text.endsWith("%");
            int found;
            if (first) {
                found = piece.fits(name, 0) ? 0 : -1;
            } else if (last) {
                int end = name.length() - piece.length();
                found = end >= at && piece.fits(name, end) ? end : -1;
            } else {
                found = piece.indexIn(name, at);
            }
            if (found < 0) {
                return false;
            }
            at = found + piece.length();
        }
        return true;
    }

    /** Text in which {@code _} stands for any character. */
    private static final class Piece {
        private static final char ANY = '_';

        private final String text;
        private final @Nullable Substring plain;

        Piece(String text) {
            this.text = text;
            this.plain = text.indexOf(ANY) < 0 ? Substring.ignoringCase(text) : null;
        }

        int length() {
            return text.length();
        }

        /** Names and patterns are short, so that trying every place is no danger where a piece stands for several texts. */
        int indexIn(String name, int from) {
            if (plain != null) {
                return plain.indexIn(name, from);
            }
            for (int at = from; at + text.length() <= name.length(); at++) {
                if (fits(name, at)) {
                    return at;
                }
            }
            return -1;
        }

        boolean fits(String name, int at) {
            if (at + text.length() > name.length()) {
                return false;
            }
            for (int i = 0; i < text.length(); i++) {
                char wanted = text.charAt(i);
                if (wanted != ANY && Substring.folded(wanted) != Substring.folded(name.charAt(at + i))) {
                    return false;
                }
            }
            return true;
        }
    }
}
