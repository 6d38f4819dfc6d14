package io.atrium.proto;

import com.squareup.wire.Syntax;
import com.squareup.wire.schema.CoreLoader;
import com.squareup.wire.schema.ErrorCollector;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.Linker;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.MessageType;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.ProtoType;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.SchemaException;
import com.squareup.wire.schema.Type;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import io.atrium.base.Problem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The text of a schema that somebody else wrote, on its way to a schema. */
final class SchemaText {

    static final int MAX_CHARACTERS = 65_536;
    /** Of messages inside messages; also keeps the parser, which calls itself, from the end of its stack. */
    static final int MAX_NESTING = 16;

    private static final int SHOWN = 300;
    private static final String PATH = "schema";

    private SchemaText() {}

    static Map<String, ProtoSchema> parseAll(String text) {
        ProtoFile file = file(PATH, element(PATH, text));
        Schema schema = linked(PATH, file);
        MessageTypes types = new MessageTypes(schema);
        Map<String, ProtoSchema> all = new HashMap<>();
        for (Type type : file.getTypes()) {
            if (schema.getType(type.getType()) instanceof MessageType message) {
                all.put(message.getType().getSimpleName(), new ProtoSchema(types, message));
            }
        }
        return all;
    }

    static ProtoSchema parse(String field, String text) {
        if (text.isBlank()) {
            throw Problem.badRequest("Field '" + field + "' must hold a proto3 schema");
        }
        if (text.length() > MAX_CHARACTERS) {
            throw Problem.badRequest(
                    "Field '" + field + "' is " + text.length() + " characters long; the limit is " + MAX_CHARACTERS);
        }
        requireFlat(field, text);
        ProtoFileElement element = element(field, text);
        if (element.getSyntax() != Syntax.PROTO_3) {
            throw Problem.badRequest("Field '" + field + "' must be a schema that begins with syntax = \"proto3\";");
        }
        if (!element.getImports().isEmpty() || !element.getPublicImports().isEmpty()) {
            throw Problem.badRequest("Field '" + field + "' must be a schema without imports");
        }
        ProtoFile file = file(field, element);
        Schema schema = linked(field, file);
        return new ProtoSchema(new MessageTypes(schema), root(field, file, schema));
    }

    /** Counts all brackets, those in comments, too: nobody needs so many there either. */
    private static void requireFlat(String field, String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '{', '[', '(', '<' -> depth++;
                case '}', ']', ')', '>' -> depth = Math.max(0, depth - 1);
                default -> {}
            }
            if (depth > MAX_NESTING) {
                throw Problem.badRequest(
                        "Field '" + field + "' is nested too deep; the limit is " + MAX_NESTING + " levels");
            }
        }
    }

    private static ProtoFileElement element(String field, String text) {
        try {
            return ProtoParser.Companion.parse(Location.get(PATH), text);
        } catch (IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw fault(field, e);
        }
    }

    private static ProtoFile file(String field, ProtoFileElement element) {
        try {
            return ProtoFile.Companion.get(element);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw fault(field, e);
        }
    }

    private static Schema linked(String field, ProtoFile file) {
        try {
            ErrorCollector errors = new ErrorCollector();
            Schema schema = new Linker(CoreLoader.INSTANCE.withErrors(errors), errors, false, true).link(List.of(file));
            errors.throwIfNonEmpty();
            return schema;
        } catch (SchemaException | IllegalStateException | IllegalArgumentException e) {
            throw fault(field, e);
        }
    }

    private static Problem fault(String field, RuntimeException cause) {
        String words = String.valueOf(cause.getMessage());
        return new Problem(
                Problem.Kind.BAD_REQUEST,
                "Field '" + field + "' is no valid proto3 schema: "
                        + (words.length() > SHOWN ? words.substring(0, SHOWN) + "..." : words),
                cause);
    }

    private static MessageType root(String field, ProtoFile file, Schema schema) {
        Set<ProtoType> used = new HashSet<>();
        for (Type type : file.typesAndNestedTypes()) {
            if (schema.getType(type.getType()) instanceof MessageType message) {
                message.getFieldsAndOneOfFields().forEach(member -> use(used, message, member));
            }
        }
        List<MessageType> candidates = file.getTypes().stream()
                .map(type -> schema.getType(type.getType()))
                .filter(MessageType.class::isInstance)
                .map(MessageType.class::cast)
                .filter(message -> !used.contains(message.getType()))
                .toList();
        if (candidates.size() != 1) {
            throw Problem.badRequest("Field '" + field
                    + "' must have exactly one outermost message that no other message uses; there are "
                    + candidates.size());
        }
        return candidates.getFirst();
    }

    /** A message that uses itself may still be the outermost one. */
    private static void use(Set<ProtoType> used, MessageType user, Field member) {
        ProtoType type = member.getType();
        ProtoType target = type != null && type.isMap() ? type.getValueType() : type;
        if (target != null && !target.equals(user.getType())) {
            used.add(target);
        }
    }
}
