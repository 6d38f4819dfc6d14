package io.atrium.base;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The rules by which JSON scalars get their kind (device-data-api 1.4). They look at the number as it was written:
 * {@code 42.0} is a DOUBLE while {@code 42}, {@code 1E3} and {@code 4.2E1} are LONG.
 *
 * @param castStrings whether text that is a number becomes one, and numbers that fit no kind become text instead of an
 *     error
 * @param maxStringLength longest STRING or JSON text in characters; 0 = no limit
 */
public record ValueTyping(boolean castStrings, int maxStringLength) {

    /** More decimals than this cannot be told apart in a DOUBLE. */
    public static final int MAX_DECIMALS = 16;

    /** Casting on, no limit on text: what devices expect by default. */
    public static final ValueTyping DEFAULT = new ValueTyping(true, 0);

    private static final int DIGITS_OF_LONG = 19;
    private static final int SHOWN_LITERAL = 40;

    /** The value of a JSON tree; empty for null. Trees have lost how a number was written; use the literal if at hand. */
    public Optional<Value> value(String field, JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return Optional.empty();
        }
        if (node.isBoolean()) {
            return Optional.of(Value.of(node.booleanValue()));
        }
        if (node.isNumber()) {
            return Optional.of(number(field, node.asText()));
        }
        return Optional.of(node.isTextual() ? string(field, node.textValue()) : document(field, node));
    }

    public Value string(String field, String text) {
        requireLength(field, text);
        if (castStrings && looksNumeric(text)) {
            return number(field, text);
        }
        return Value.of(text);
    }

    public Value document(String field, JsonNode tree) {
        String text = tree.toString();
        requireLength(field, text);
        return Value.json(text);
    }

    /**
     * The value of a number.
     *
     * @param field the key it belongs to, for the refusal
     * @param literal the number as it was written, by the grammar of JSON
     */
    public Value number(String field, String literal) {
        if (literal.indexOf('E') >= 0 || literal.indexOf('e') >= 0) {
            return scientific(field, literal);
        }
        int dot = literal.indexOf('.');
        if (dot < 0) {
            return integer(field, literal);
        }
        if (literal.length() - dot - 1 > MAX_DECIMALS && !onlyZeros(literal, dot + 1)) {
            return tooPrecise(field, literal);
        }
        return real(field, literal);
    }

    private Value integer(String field, String literal) {
        try {
            return Value.of(Long.parseLong(literal));
        } catch (NumberFormatException e) {
            return beyond(field, literal);
        }
    }

    private Value real(String field, String literal) {
        double value = Double.parseDouble(literal);
        return Double.isInfinite(value) ? beyond(field, literal) : Value.of(value);
    }

    private Value scientific(String field, String literal) {
        BigDecimal exact;
        try {
            exact = new BigDecimal(literal).stripTrailingZeros();
        } catch (ArithmeticException | NumberFormatException e) {
            return beyond(field, literal);
        }
        if (exact.scale() > MAX_DECIMALS) {
            return tooPrecise(field, literal);
        }
        if (exact.scale() > 0) {
            return real(field, literal);
        }
        // Looks at the size first: an exponent of a few bytes can stand for a number of gigabytes.
        if ((long) exact.precision() - exact.scale() > DIGITS_OF_LONG) {
            return beyond(field, literal);
        }
        return integer(field, exact.toBigInteger().toString());
    }

    private Value tooPrecise(String field, String literal) {
        return asTextOr(field, literal, "has more than " + MAX_DECIMALS + " decimals");
    }

    private Value beyond(String field, String literal) {
        return asTextOr(field, literal, "is beyond the range of 64 bits");
    }

    private Value asTextOr(String field, String literal, String fault) {
        if (castStrings) {
            requireLength(field, literal);
            return Value.of(literal);
        }
        String shown = literal.length() > SHOWN_LITERAL ? literal.substring(0, SHOWN_LITERAL) + "..." : literal;
        throw Problem.badRequest("Number " + shown + " of key '" + field + "' " + fault);
    }

    private void requireLength(String field, String text) {
        if (maxStringLength > 0 && text.length() > maxStringLength) {
            throw Problem.badRequest("Value of key '" + field + "' is " + text.length()
                    + " characters long; the limit is " + maxStringLength);
        }
    }

    private static boolean onlyZeros(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
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
