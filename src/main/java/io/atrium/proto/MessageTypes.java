package io.atrium.proto;

import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.MessageType;
import com.squareup.wire.schema.ProtoType;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The messages of a schema with their fields, members of a {@code oneof} included, at hand by tag. */
final class MessageTypes {

    /** The fields of one message. */
    record Fields(List<Field> all, Map<Integer, Field> byTag) {}

    private final Schema schema;
    private final Map<ProtoType, Fields> fields = new HashMap<>();

    MessageTypes(Schema schema) {
        this.schema = schema;
        for (ProtoType type : schema.getTypes()) {
            if (schema.getType(type) instanceof MessageType message) {
                List<Field> all = message.getFieldsAndOneOfFields();
                Map<Integer, Field> byTag = new HashMap<>();
                all.forEach(field -> byTag.put(field.getTag(), field));
                fields.put(type, new Fields(List.copyOf(all), byTag));
            }
        }
    }

    /** A named type: a message or an enumeration. */
    @Nullable
    Type named(ProtoType type) {
        return schema.getType(type);
    }

    Fields of(MessageType message) {
        return Objects.requireNonNull(fields.get(message.getType()));
    }
}
