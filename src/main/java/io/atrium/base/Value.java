package io.atrium.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One value of a series or an attribute (device-data-api section 0). Immutable and small, because the latest values of
 * a whole tenant are kept in memory: a kind, 64 bits and, for text only, a string.
 */
public final class Value {

    /** The closed set of kinds that a key may hold. */
    public enum Kind {
        BOOLEAN,
        LONG,
        DOUBLE,
        STRING,
        JSON
    }

    public static final Value TRUE = new Value(Kind.BOOLEAN, 1, null);
    public static final Value FALSE = new Value(Kind.BOOLEAN, 0, null);

    /** Reads stored JSON without rounding its decimals. */
    private static final ObjectReader EXACT = Json.mapper()
            .readerFor(JsonNode.class)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private final Kind kind;
    private final long bits;
    private final @Nullable String text;

    private Value(Kind kind, long bits, @Nullable String text) {
        this.kind = kind;
        this.bits = bits;
        this.text = text;
    }

    public static Value of(boolean value) {
        return value ? TRUE : FALSE;
    }

    public static Value of(long value) {
        return new Value(Kind.LONG, value, null);
    }

    /** A finite number; JSON has no word for the others. */
    public static Value of(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("Not a finite number: " + value);
        }
        return new Value(Kind.DOUBLE, Double.doubleToRawLongBits(value), null);
    }

    public static Value of(String value) {
        return new Value(Kind.STRING, 0, value);
    }

    /** An object or array; the text must be a whole, valid JSON document. */
    public static Value json(String document) {
        return new Value(Kind.JSON, 0, document);
    }

    public static Value json(JsonNode document) {
        return json(document.toString());
    }

    /** Stands for a STRING or JSON value whose text is kept elsewhere: its kind and its length. */
    public static Value stub(Kind kind, int length) {
        return new Value(kind, length, null);
    }

    /** True if only the kind and the length are known. */
    public boolean isStub() {
        return text == null && isText();
    }

    /** True for STRING and JSON. */
    public boolean isText() {
        return kind == Kind.STRING || kind == Kind.JSON;
    }

    public Kind kind() {
        return kind;
    }

    public boolean isNumeric() {
        return kind == Kind.LONG || kind == Kind.DOUBLE;
    }

    public boolean bool() {
        require(Kind.BOOLEAN);
        return bits != 0;
    }

    public long integer() {
        require(Kind.LONG);
        return bits;
    }

    /** A LONG or DOUBLE as a floating number. */
    public double number() {
        if (kind == Kind.LONG) {
            return bits;
        }
        require(Kind.DOUBLE);
        return Double.longBitsToDouble(bits);
    }

    /** The string form of the wire, for instance {@code 42}, {@code 42.5}, {@code true}. */
    public String text() {
        return switch (kind) {
            case BOOLEAN -> Boolean.toString(bits != 0);
            case LONG -> Long.toString(bits);
            case DOUBLE -> Double.toString(Double.longBitsToDouble(bits));
            case STRING, JSON -> Objects.requireNonNull(text, "The text is kept elsewhere");
        };
    }

    /** The part of the value that may be long, in characters; numbers have none. */
    public int textLength() {
        return text != null ? text.length() : isText() ? (int) bits : 0;
    }

    /** The typed JSON form of the wire. */
    public JsonNode json() {
        return switch (kind) {
            case BOOLEAN -> BooleanNode.valueOf(bits != 0);
            case LONG -> LongNode.valueOf(bits);
            case DOUBLE -> DoubleNode.valueOf(Double.longBitsToDouble(bits));
            case STRING -> TextNode.valueOf(text());
            case JSON -> parsed(text());
        };
    }

    /** As {@link #json}, but only to be written: a document is passed on as it is stored, for its tree may be much larger. */
    public JsonNode toWrite() {
        return kind == Kind.JSON ? Json.raw(text()) : json();
    }

    private static JsonNode parsed(String document) {
        try {
            return EXACT.readTree(document);
        } catch (JsonProcessingException e) {
            throw Problem.internal("A stored JSON value is damaged", e);
        }
    }

    private void require(Kind wanted) {
        if (kind != wanted) {
            throw new IllegalStateException("A " + kind + " value is not a " + wanted);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Value value
                && kind == value.kind
                && bits == value.bits
                && Objects.equals(text, value.text);
    }

    @Override
    public int hashCode() {
        return (kind.ordinal() * 31 + Long.hashCode(bits)) * 31 + Objects.hashCode(text);
    }

    @Override
    public String toString() {
        return kind + " " + (isStub() ? bits + " characters" : text());
    }
}
