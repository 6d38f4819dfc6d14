package io.atrium.proto;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.MessageType;
import io.atrium.base.Problem;
import java.util.Map;
import java.util.Optional;

/** One message of a proto3 schema. Unchanging, for any thread. */
public final class ProtoSchema {

    /** What a field may be, as far as others ask. */
    public enum FieldKind {
        TEXT,
        INTEGER,
        OTHER
    }

    private final MessageTypes types;
    private final MessageType root;

    ProtoSchema(MessageTypes types, MessageType root) {
        this.types = types;
        this.root = root;
    }

    /**
     * Reads a schema with one outermost message: the one that no other message uses.
     *
     * @param field names the text in refusals
     * @throws Problem if it is no such schema, with the place of the fault, or beyond the limits
     */
    public static ProtoSchema parse(String field, String text) {
        return SchemaText.parse(field, text);
    }

    /** All messages of a schema that we wrote ourselves, by their names. */
    public static Map<String, ProtoSchema> parseAll(String text) {
        return SchemaText.parseAll(text);
    }

    /**
     * Reads a message. Fields have the names of the schema; those that the message may leave out ({@code optional},
     * members of a {@code oneof}, lists, maps, messages) are absent if it does, any other has its default then, as the
     * language has it. Enumerations are their names, bytes are binary nodes, unsigned numbers are not negative.
     *
     * @throws Problem if the bytes are no such message; it names the field
     */
    public ObjectNode read(byte[] message) {
        return new MessageReader(types, message).read(root);
    }

    /**
     * Writes a message. Members that the schema does not have are left out; a text field takes any value, as JSON.
     *
     * @throws Problem if a value does not fit its field; it names the field
     */
    public byte[] write(ObjectNode tree) {
        return new MessageWriter(types).write(root, tree);
    }

    /** What a field of the message is; empty if there is none of this name. */
    public Optional<FieldKind> field(String name) {
        return types.of(root).all().stream()
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .map(ProtoSchema::kind);
    }

    private static FieldKind kind(Field field) {
        return field.isRepeated()
                ? FieldKind.OTHER
                : Scalar.of(field.getType()).map(Scalar::kind).orElse(FieldKind.OTHER);
    }
}
