package io.atrium.proto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.squareup.wire.FieldEncoding;
import com.squareup.wire.ProtoReader;
import com.squareup.wire.schema.EnumConstant;
import com.squareup.wire.schema.EnumType;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.MessageType;
import com.squareup.wire.schema.ProtoType;
import com.squareup.wire.schema.Type;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** One message being read. The library refuses messages nested deeper than a hundred levels. */
final class MessageReader {

    private static final int KEY = 1;
    private static final int VALUE = 2;

    private final MessageTypes types;
    private final ProtoReader reader;
    /** The fields that lead to where the reader is. */
    private final Deque<String> path = new ArrayDeque<>();

    MessageReader(MessageTypes types, byte[] message) {
        this.types = types;
        this.reader = new ProtoReader(new Buffer().write(message));
    }

    ObjectNode read(MessageType root) {
        try {
            return message(root);
        } catch (IOException | IllegalStateException e) {
            String words = "The message is not of type " + root.getType().getSimpleName() + " of the profile's schema";
            String at = path.isEmpty() ? "" : ", at field '" + String.join(".", path) + "'";
            throw new Problem(Problem.Kind.BAD_REQUEST, words + at, e);
        }
    }

    private ObjectNode message(MessageType type) throws IOException {
        MessageTypes.Fields fields = types.of(type);
        ObjectNode out = Json.object();
        long token = reader.beginMessage();
        for (int tag = reader.nextTag(); tag >= 0; tag = reader.nextTag()) {
            Field field = fields.byTag().get(tag);
            if (field == null) {
                reader.skip();
                continue;
            }
            path.addLast(field.getName());
            field(out, field);
            path.removeLast();
        }
        reader.endMessageAndGetUnknownFields(token);
        for (Field field : fields.all()) {
            if (!out.has(field.getName())) {
                initial(field).ifPresent(value -> out.set(field.getName(), value));
            }
        }
        return out;
    }

    private void field(ObjectNode out, Field field) throws IOException {
        ProtoType type = Objects.requireNonNull(field.getType());
        if (type.isMap()) {
            require(FieldEncoding.LENGTH_DELIMITED);
            entry(out.withObjectProperty(field.getName()), type);
        } else if (!field.isRepeated()) {
            out.set(field.getName(), value(type));
        } else if (isEmptyPack(type)) {
            reader.skip();
            out.withArrayProperty(field.getName());
        } else {
            // The library gives the members of a packed list one by one.
            ArrayNode list = out.withArrayProperty(field.getName());
            list.add(value(type));
        }
    }

    private boolean isEmptyPack(ProtoType type) {
        return reader.peekFieldEncoding() == FieldEncoding.LENGTH_DELIMITED
                && reader.nextFieldMinLengthInBytes() == 0
                && (Scalar.of(type)
                                .filter(scalar -> scalar.kind() != ProtoSchema.FieldKind.TEXT)
                                .isPresent()
                        || types.named(type) instanceof EnumType)
                && !type.equals(ProtoType.BYTES);
    }

    private void entry(ObjectNode out, ProtoType map) throws IOException {
        ProtoType keyType = Objects.requireNonNull(map.getKeyType());
        ProtoType valueType = Objects.requireNonNull(map.getValueType());
        JsonNode key = null;
        JsonNode value = null;
        long token = reader.beginMessage();
        for (int tag = reader.nextTag(); tag >= 0; tag = reader.nextTag()) {
            switch (tag) {
                case KEY -> key = value(keyType);
                case VALUE -> value = value(valueType);
                default -> reader.skip();
            }
        }
        reader.endMessageAndGetUnknownFields(token);
        JsonNode there = key == null ? initial(keyType).orElseThrow() : key;
        out.set(there.asText(), value == null ? initial(valueType).orElseGet(Json::object) : value);
    }

    private JsonNode value(ProtoType type) throws IOException {
        Optional<Scalar<?>> scalar = Scalar.of(type);
        if (scalar.isPresent()) {
            return scalar.get().read(reader);
        }
        Type named = types.named(type);
        if (named instanceof EnumType names) {
            int number = reader.readVarint32();
            EnumConstant constant = names.constant(number);
            return constant == null ? LongNode.valueOf(number) : TextNode.valueOf(constant.getName());
        }
        require(FieldEncoding.LENGTH_DELIMITED);
        return message((MessageType) Objects.requireNonNull(named));
    }

    private void require(FieldEncoding encoding) throws IOException {
        @Nullable FieldEncoding there = reader.peekFieldEncoding();
        if (there != encoding) {
            throw new IOException("Expected " + encoding + " but was " + there);
        }
    }

    /** What an absent field stands for; empty if the schema lets one see that it is absent. */
    private Optional<JsonNode> initial(Field field) {
        return field.getEncodeMode() == Field.EncodeMode.OMIT_IDENTITY
                ? initial(Objects.requireNonNull(field.getType()))
                : Optional.empty();
    }

    private Optional<JsonNode> initial(ProtoType type) {
        Optional<JsonNode> scalar = Scalar.of(type).map(Scalar::initialJson);
        return scalar.isPresent() || !(types.named(type) instanceof EnumType names)
                ? scalar
                : Optional.of(TextNode.valueOf(names.getConstants().getFirst().getName()));
    }
}
