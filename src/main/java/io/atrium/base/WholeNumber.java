package io.atrium.base;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.OptionalLong;

/**
 * Reads whole numbers the way that clients write them: {@code 600000}, {@code "600000"}, {@code 600000.0}, {@code 6e5}.
 * Whatever is not a whole number of 64 bits is none: nothing is rounded, and nothing wraps around.
 */
public final class WholeNumber {

    /** Longer texts are no numbers that anybody meant. */
    private static final int MAX_TEXT = 64;

    private static final int DIGITS_OF_LONG = 19;
    private static final double FIRST_BEYOND_LONG = 0x1p63;

    private WholeNumber() {}

    /** The whole number that a node stands for, written as a number or as text. */
    public static OptionalLong of(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? OptionalLong.of(node.longValue()) : OptionalLong.empty();
        }
        if (node.isBigDecimal()) {
            return of(node.decimalValue());
        }
        if (node.isNumber()) {
            return of(node.doubleValue());
        }
        return node.isTextual() ? of(node.textValue()) : OptionalLong.empty();
    }

    /** The whole number that a field holds. */
    public static long require(JsonNode node, String field) {
        return of(node).orElseThrow(() -> refusal(field));
    }

    /** As {@link #require}, for numbers of 32 bits. */
    public static int requireInt(JsonNode node, String field) {
        return requireInt(of(node), field);
    }

    public static int requireInt(String text, String field) {
        return requireInt(of(text), field);
    }

    private static int requireInt(OptionalLong number, String field) {
        if (number.isEmpty() || number.getAsLong() != (int) number.getAsLong()) {
            throw refusal(field);
        }
        return (int) number.getAsLong();
    }

    /** Some wires answer a number that is none in a way of their own, so the cause tells (device-data-api 1.6). */
    private static Problem refusal(String field) {
        return new Problem(
                Problem.Kind.BAD_REQUEST,
                "Field '" + field + "' must be a whole number",
                new NumberFormatException(field));
    }

    public static OptionalLong of(double number) {
        boolean isWhole = number == Math.rint(number) && number >= -FIRST_BEYOND_LONG && number < FIRST_BEYOND_LONG;
        return isWhole ? OptionalLong.of((long) number) : OptionalLong.empty();
    }

    public static OptionalLong of(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > MAX_TEXT || !isAscii(stripped)) {
            return OptionalLong.empty();
        }
        try {
            return of(new BigDecimal(stripped));
        } catch (NumberFormatException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    /** The digits of other scripts are no digits of JSON. */
    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static OptionalLong of(BigDecimal exact) {
        BigDecimal number = exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
        // Looks at the size first: an exponent of a few bytes can stand for a number of gigabytes.
        if (number.scale() > 0 || (long) number.precision() - number.scale() > DIGITS_OF_LONG) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(number.longValueExact());
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }
}
