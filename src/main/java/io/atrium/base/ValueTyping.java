package io.atrium.base;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The rules by which JSON scalars get their kind. A number is its value, not its spelling: with a fraction or an exponent
 * it is a DOUBLE, the nearest there is ({@code 42.0}, {@code 1E3}, {@code 0.30000000000000004}); without, it is a LONG, and
 * where it is longer than 64 bits it stays exact as text.
 *
 * @param castStrings whether text that is a number becomes one, and integers beyond 64 bits become text instead of an
 *     error
 * @param maxStringLength longest STRING or JSON text in characters; 0 = no limit
 */
public record ValueTyping(boolean castStrings, int maxStringLength) {

    /** Text of more digits than a DOUBLE can tell apart is no measurement, and stays what it is. */
    public static final int MAX_DIGITS_OF_TEXT = 17;

    /** Casting on, no limit on text: what devices expect by default. */
    public static final ValueTyping DEFAULT = new ValueTyping(true, 0);

    private static final int SHOWN_LITERAL = 40;

    /** The value of a JSON tree; empty for null. */
    public Optional<Value> value(String field, JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return Optional.empty();
        }
        if (node.isBoolean()) {
            return Optional.of(Value.of(node.booleanValue()));
        }
        if (node.isFloatingPointNumber()) {
            return Optional.of(real(field, node.asText()));
        }
        if (node.isNumber()) {
            return Optional.of(number(field, node.asText()));
        }
        return Optional.of(node.isTextual() ? string(field, node.textValue()) : document(field, node));
    }

    public Value string(String field, String text) {
        requireLength(field, text);
        requireWhole(field, text);
        requireNoNul(field, text.indexOf('\0') >= 0);
        return castStrings && looksNumeric(text) ? ofText(text) : Value.of(text);
    }

    /** Text becomes a number only where nothing of it is lost. */
    private static Value ofText(String text) {
        try {
            if (text.indexOf('.') < 0) {
                return Value.of(Long.parseLong(text));
            }
            if (new BigDecimal(text).stripTrailingZeros().precision() <= MAX_DIGITS_OF_TEXT) {
                double number = Double.parseDouble(text);
                return Double.isFinite(number) ? Value.of(number) : Value.of(text);
            }
        } catch (NumberFormatException e) {
            return Value.of(text);
        }
        return Value.of(text);
    }

    public Value document(String field, JsonNode tree) {
        String text = tree.toString();
        requireLength(field, text);
        requireWhole(field, text);
        requireNoNul(field, Json.holdsNul(text));
        return Value.json(text);
    }

    /**
     * The value of a number.
     *
     * @param field the key it belongs to, for the refusal
     * @param literal the number as it was written, by the grammar of JSON
     */
    public Value number(String field, String literal) {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return real(field, literal);
            }
        }
        return integer(field, literal);
    }

    private Value integer(String field, String literal) {
        try {
            return Value.of(Long.parseLong(literal));
        } catch (NumberFormatException e) {
            if (castStrings) {
                requireLength(field, literal);
                return Value.of(literal);
            }
            throw beyond(field, literal, "64 bits");
        }
    }

    private static Value real(String field, String literal) {
        double value = Double.parseDouble(literal);
        if (!Double.isFinite(value)) {
            throw beyond(field, literal, "a number of double precision");
        }
        return Value.of(value);
    }

    private static Problem beyond(String field, String literal, String range) {
        String shown = literal.length() > SHOWN_LITERAL ? literal.substring(0, SHOWN_LITERAL) + "..." : literal;
        return Problem.badPart("Number " + shown + " of key '" + field + "' is beyond the range of " + range);
    }

    private void requireLength(String field, String text) {
        if (maxStringLength > 0 && text.length() > maxStringLength) {
            throw Problem.badPart("Value of key '" + field + "' is " + text.length() + " characters long; the limit is "
                    + maxStringLength);
        }
    }

    /** Half a character cannot be written as UTF-8: it would come back as another text than was acknowledged. */
    private static void requireWhole(String field, String text) {
        if (hasLoneSurrogate(text)) {
            throw Problem.badPart("Value of key '" + field + "' has half a character (an unpaired surrogate)");
        }
    }

    /** The database has no such character, so that attributes and telemetry would differ, and the two stores of series, too. */
    private static void requireNoNul(String field, boolean holdsNul) {
        if (holdsNul) {
            throw Problem.badPart("Value of key '" + field + "' has the character U+0000");
        }
    }

    /** True if text cannot be written as UTF-8. */
    public static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** Plain decimal notation only: codes such as {@code 12e5} or {@code 0x10} stay what they are. */
    private static boolean looksNumeric(String text) {
        int length = text.length();
        if (length == 0 || length > Json.MAX_NUMBER_LENGTH) {
            return false;
        }
        int dots = 0;
        for (int i = text.charAt(0) == '-' ? 1 : 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                dots++;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        char last = text.charAt(length - 1);
        return dots <= 1 && last >= '0' && last <= '9';
    }
}
