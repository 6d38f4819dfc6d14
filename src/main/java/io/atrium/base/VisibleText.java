package io.atrium.base;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Texts that people tell apart by looking at them: names, labels, types. A character that nobody sees, or that turns the
 * direction of what follows, would make two of them look alike, so it is refused. The two joiners are taken where writing
 * needs them: between letters of scripts that join, and between the parts of an emoji.
 */
public final class VisibleText {

    private static final int NON_JOINER = 0x200C;
    private static final int JOINER = 0x200D;

    /** Letters and marks by their class that show nothing: fillers, the blank of Braille, the grapheme joiner. */
    private static final Set<Integer> BLANK = Set.of(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0);

    private static final Set<UnicodeScript> NEVER_JOINED =
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.GREEK, UnicodeScript.CYRILLIC, UnicodeScript.COMMON);

    private VisibleText() {}

    /** Refuses a text with a character that is not seen; the message names field, place and character. */
    public static void require(String field, @Nullable String text) {
        int at = text == null ? -1 : firstHidden(text);
        if (text != null && at >= 0) {
            throw Problem.badRequest("Field '" + field + "' has a character at place "
                    + (text.codePointCount(0, at) + 1)
                    + " that cannot be seen (" + name(text.codePointAt(at)) + ")");
        }
    }

    /**
     * The one form of a text that differs from others only by its blanks: each is a plain space, there is one between two
     * words and none at the ends. Names are stored and looked for in this form.
     */
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        boolean isPending = false;
        for (int at = 0; at < text.length(); at++) {
            char sign = text.charAt(at);
            if (Character.getType(sign) == Character.SPACE_SEPARATOR) {
                isPending = !plain.isEmpty();
            } else {
                if (isPending) {
                    plain.append(' ');
                    isPending = false;
                }
                plain.append(sign);
            }
        }
        return plain.toString();
    }

    /** The text without what nobody sees, joiners and selectors of variants included. */
    public static String only(String text) {
        boolean isPlain = text.chars().allMatch(sign -> sign >= ' ' && sign < 0x7F);
        return isPlain
                ? text
                : text.codePoints()
                        .filter(character -> !isHidden(character) && !isSelector(character))
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isSelector(int character) {
        return character >= 0xFE00 && character <= 0xFE0F
                || character >= 0xE0100 && character <= 0xE01EF
                || character >= 0x180B && character <= 0x180F;
    }

    private static String name(int character) {
        String name = Character.getName(character);
        return "U+%04X%s".formatted(character, name == null ? "" : " " + name);
    }

    /** Where the first character stands that is not seen; -1 for none. */
    static int firstHidden(String text) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int character = text.codePointAt(at);
            if (isHidden(character) && !(isJoiner(character) && joins(text, at))) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isHidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> BLANK.contains(character) || (character & 0xFFFE) == 0xFFFE;
        };
    }

    private static boolean isJoiner(int character) {
        return character == JOINER || character == NON_JOINER;
    }

    private static boolean joins(String text, int at) {
        if (at == 0 || at + 1 >= text.length()) {
            return false;
        }
        int before = text.codePointBefore(at);
        int after = text.codePointAt(at + 1);
        boolean letters = isJoined(before) && isJoined(after);
        return letters || text.charAt(at) == JOINER && isPartOfEmoji(before) && isPartOfEmoji(after);
    }

    private static boolean isJoined(int character) {
        int type = Character.getType(character);
        boolean written = Character.isLetter(character)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
        UnicodeScript script = UnicodeScript.of(character);
        return written && script != UnicodeScript.INHERITED && !NEVER_JOINED.contains(script);
    }

    private static boolean isPartOfEmoji(int character) {
        return Character.isEmoji(character) && character > 0xFF
                || Character.isEmojiModifier(character)
                || character == 0xFE0F;
    }
}
