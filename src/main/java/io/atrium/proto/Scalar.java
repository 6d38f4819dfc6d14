package io.atrium.proto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.squareup.wire.ProtoAdapter;
import com.squareup.wire.schema.ProtoType;
import io.atrium.base.Json;
import io.atrium.proto.ProtoSchema.FieldKind;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A type of single values, and how its values stand in a JSON tree.
 *
 * @param fromJson null if a value does not fit the type
 */
record Scalar<T>(
        FieldKind kind,
        ProtoAdapter<T> adapter,
        T initial,
        Function<T, JsonNode> toJson,
        Function<JsonNode, @Nullable T> fromJson) {

    private static final long MAX_UINT32 = 0xFFFF_FFFFL;

    private static final Map<ProtoType, Scalar<?>> ALL = Map.ofEntries(
            Map.entry(
                    ProtoType.BOOL,
                    new Scalar<>(
                            FieldKind.OTHER,
                            ProtoAdapter.BOOL,
                            false,
                            BooleanNode::valueOf,
                            json -> json.isBoolean() ? json.booleanValue() : null)),
            Map.entry(
                    ProtoType.STRING,
                    new Scalar<>(FieldKind.TEXT, ProtoAdapter.STRING, "", TextNode::valueOf, Scalar::text)),
            Map.entry(
                    ProtoType.BYTES,
                    new Scalar<>(
                            FieldKind.OTHER,
                            ProtoAdapter.BYTES,
                            ByteString.EMPTY,
                            bytes -> BinaryNode.valueOf(bytes.toByteArray()),
                            Scalar::bytes)),
            Map.entry(
                    ProtoType.DOUBLE,
                    new Scalar<>(
                            FieldKind.OTHER,
                            ProtoAdapter.DOUBLE,
                            0.0,
                            DoubleNode::valueOf,
                            json -> json.isNumber() ? json.doubleValue() : null)),
            // The shortest decimal that stands for the same float, not the double beside it.
            Map.entry(
                    ProtoType.FLOAT,
                    new Scalar<>(
                            FieldKind.OTHER,
                            ProtoAdapter.FLOAT,
                            0f,
                            value -> DoubleNode.valueOf(Double.parseDouble(Float.toString(value))),
                            json -> json.isNumber() ? json.floatValue() : null)),
            Map.entry(ProtoType.INT32, int32(ProtoAdapter.INT32)),
            Map.entry(ProtoType.SINT32, int32(ProtoAdapter.SINT32)),
            Map.entry(ProtoType.SFIXED32, int32(ProtoAdapter.SFIXED32)),
            Map.entry(ProtoType.UINT32, uint32(ProtoAdapter.UINT32)),
            Map.entry(ProtoType.FIXED32, uint32(ProtoAdapter.FIXED32)),
            Map.entry(ProtoType.INT64, int64(ProtoAdapter.INT64)),
            Map.entry(ProtoType.SINT64, int64(ProtoAdapter.SINT64)),
            Map.entry(ProtoType.SFIXED64, int64(ProtoAdapter.SFIXED64)),
            Map.entry(ProtoType.UINT64, uint64(ProtoAdapter.UINT64)),
            Map.entry(ProtoType.FIXED64, uint64(ProtoAdapter.FIXED64)));

    static Optional<Scalar<?>> of(@Nullable ProtoType type) {
        return type == null ? Optional.empty() : Optional.ofNullable(ALL.get(type));
    }

    JsonNode read(com.squareup.wire.ProtoReader reader) throws IOException {
        return toJson.apply(adapter.decode(reader));
    }

    JsonNode initialJson() {
        return toJson.apply(initial);
    }

    boolean isInitial(JsonNode json) {
        return initial.equals(fromJson.apply(json));
    }

    /** False if the value does not fit. */
    boolean write(com.squareup.wire.ProtoWriter writer, int tag, JsonNode json) throws IOException {
        T value = fromJson.apply(json);
        if (value == null) {
            return false;
        }
        adapter.encodeWithTag(writer, tag, value);
        return true;
    }

    private static Scalar<Integer> int32(ProtoAdapter<Integer> adapter) {
        return new Scalar<>(
                FieldKind.INTEGER,
                adapter,
                0,
                value -> LongNode.valueOf(value),
                json -> json.isIntegralNumber() && json.canConvertToInt() ? json.intValue() : null);
    }

    private static Scalar<Integer> uint32(ProtoAdapter<Integer> adapter) {
        return new Scalar<>(
                FieldKind.INTEGER,
                adapter,
                0,
                value -> LongNode.valueOf(value & MAX_UINT32),
                json -> json.isIntegralNumber() && json.canConvertToLong() && json.longValue() >>> Integer.SIZE == 0
                        ? (int) json.longValue()
                        : null);
    }

    private static Scalar<Long> int64(ProtoAdapter<Long> adapter) {
        return new Scalar<>(
                FieldKind.INTEGER,
                adapter,
                0L,
                LongNode::valueOf,
                json -> json.isIntegralNumber() && json.canConvertToLong() ? json.longValue() : null);
    }

    private static Scalar<Long> uint64(ProtoAdapter<Long> adapter) {
        return new Scalar<>(
                FieldKind.INTEGER,
                adapter,
                0L,
                value -> value >= 0
                        ? LongNode.valueOf(value)
                        : BigIntegerNode.valueOf(new BigInteger(Long.toUnsignedString(value))),
                json -> json.isIntegralNumber() && json.bigIntegerValue().bitLength() <= Long.SIZE && !isNegative(json)
                        ? json.bigIntegerValue().longValue()
                        : null);
    }

    private static boolean isNegative(JsonNode json) {
        return json.bigIntegerValue().signum() < 0;
    }

    private static String text(JsonNode json) {
        return json.isTextual() ? json.textValue() : Json.write(json);
    }

    private static @Nullable ByteString bytes(JsonNode json) {
        return json.isTextual() ? ByteString.Companion.decodeBase64(json.textValue()) : null;
    }
}
