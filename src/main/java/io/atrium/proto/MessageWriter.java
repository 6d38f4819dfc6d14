package io.atrium.proto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.squareup.wire.ProtoAdapter;
import com.squareup.wire.ProtoWriter;
import com.squareup.wire.schema.EnumConstant;
import com.squareup.wire.schema.EnumType;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.MessageType;
import com.squareup.wire.schema.ProtoType;
import com.squareup.wire.schema.Type;
import io.atrium.base.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import okio.Buffer;
import okio.ByteString;

/** One message being written. */
final class MessageWriter {

    private static final int KEY = 1;
    private static final int VALUE = 2;

    private final MessageTypes types;
    private final Deque<String> path = new ArrayDeque<>();

    MessageWriter(MessageTypes types) {
        this.types = types;
    }

    byte[] write(MessageType root, ObjectNode tree) {
        try {
            return message(root, tree).toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory", e);
        }
    }

    private ByteString message(MessageType type, JsonNode tree) throws IOException {
        Buffer out = new Buffer();
        ProtoWriter writer = new ProtoWriter(out);
        for (Field field : types.of(type).all()) {
            JsonNode value = tree.path(field.getName());
            if (!value.isMissingNode() && !value.isNull()) {
                path.addLast(field.getName());
                field(writer, field, value);
                path.removeLast();
            }
        }
        return out.readByteString();
    }

    private void field(ProtoWriter writer, Field field, JsonNode value) throws IOException {
        ProtoType type = Objects.requireNonNull(field.getType());
        if (type.isMap()) {
            requireFits(value.isObject());
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                entry(writer, field.getTag(), type, member);
            }
        } else if (field.isRepeated()) {
            requireFits(value.isArray());
            for (JsonNode element : value) {
                value(writer, field.getTag(), type, element);
            }
        } else if (!isLeftOut(field, type, value)) {
            value(writer, field.getTag(), type, value);
        }
    }

    /** Zeros and empty texts are not sent where nobody could tell. */
    private static boolean isLeftOut(Field field, ProtoType type, JsonNode value) {
        return field.getEncodeMode() == Field.EncodeMode.OMIT_IDENTITY
                && Scalar.of(type).filter(scalar -> scalar.isInitial(value)).isPresent();
    }

    private void entry(ProtoWriter writer, int tag, ProtoType map, Map.Entry<String, JsonNode> member)
            throws IOException {
        ProtoType keyType = Objects.requireNonNull(map.getKeyType());
        requireFits(keyType.equals(ProtoType.STRING));
        Buffer out = new Buffer();
        ProtoWriter inner = new ProtoWriter(out);
        ProtoAdapter.STRING.encodeWithTag(inner, KEY, member.getKey());
        value(inner, VALUE, Objects.requireNonNull(map.getValueType()), member.getValue());
        ProtoAdapter.BYTES.encodeWithTag(writer, tag, out.readByteString());
    }

    private void value(ProtoWriter writer, int tag, ProtoType type, JsonNode value) throws IOException {
        Optional<Scalar<?>> scalar = Scalar.of(type);
        if (scalar.isPresent()) {
            requireFits(scalar.get().write(writer, tag, value));
            return;
        }
        Type named = types.named(type);
        if (named instanceof EnumType names) {
            EnumConstant constant = value.isInt() ? names.constant(value.intValue()) : names.constant(value.asText());
            requireFits(constant != null);
            ProtoAdapter.UINT32.encodeWithTag(
                    writer, tag, Objects.requireNonNull(constant).getTag());
            return;
        }
        requireFits(value.isObject());
        ByteString inner = message((MessageType) Objects.requireNonNull(named), value);
        ProtoAdapter.BYTES.encodeWithTag(writer, tag, inner);
    }

    private void requireFits(boolean fits) {
        if (!fits) {
            throw Problem.badRequest(
                    "The value of field '" + String.join(".", path) + "' does not fit the profile's schema");
        }
    }
}
