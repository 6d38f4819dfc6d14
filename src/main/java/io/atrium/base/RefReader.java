package io.atrium.base;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads references. Clients leave out {@code entityType} where the field's name tells it, so a missing one is taken from
 * there; one that is given is kept. A reference without id names nothing, like null.
 */
final class RefReader extends StdDeserializer<Ref> implements ContextualDeserializer {

    private static final long serialVersionUID = 1;

    /** The kind that a field's reference has if it says none. Fields that may name several kinds are not in it. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("tenantId", "TENANT"),
            Map.entry("tenantProfileId", "TENANT_PROFILE"),
            Map.entry("customerId", "CUSTOMER"),
            Map.entry("parentCustomerId", "CUSTOMER"),
            Map.entry("userId", "USER"),
            Map.entry("deviceId", "DEVICE"),
            Map.entry("deviceProfileId", "DEVICE_PROFILE"),
            Map.entry("assetProfileId", "ASSET_PROFILE"),
            Map.entry("dashboardId", "DASHBOARD"),
            Map.entry("defaultDashboardId", "DASHBOARD"),
            Map.entry("firmwareId", "OTA_PACKAGE"),
            Map.entry("softwareId", "OTA_PACKAGE"),
            Map.entry("defaultRuleChainId", "RULE_CHAIN"),
            Map.entry("defaultEdgeRuleChainId", "RULE_CHAIN"),
            Map.entry("entityGroupId", "ENTITY_GROUP"),
            Map.entry("userGroupId", "ENTITY_GROUP"),
            Map.entry("groupIds", "ENTITY_GROUP"),
            Map.entry("roleId", "ROLE"),
            Map.entry("role", "ROLE"),
            Map.entry("roleIds", "ROLE"),
            Map.entry("customMenuId", "CUSTOM_MENU"));

    private final @Nullable String kind;
    private final boolean inList;

    /**
     * @param kind what a reference without a kind is to, null if nothing tells it
     */
    RefReader(@Nullable String kind) {
        this(kind, false);
    }

    private RefReader(@Nullable String kind, boolean inList) {
        super(Ref.class);
        this.kind = kind;
        this.inList = inList;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
        if (property == null) {
            return this;
        }
        String known = KINDS.get(property.getName());
        if (known == null && property.getName().equals("id") && property.getMember() != null) {
            known = kindOf(property.getMember().getDeclaringClass());
        }
        return new RefReader(known, property.getType().isContainerType());
    }

    /** The {@code id} of a record is that of a thing of its own kind: {@code DeviceProfile} is a DEVICE_PROFILE. */
    private static String kindOf(Class<?> record) {
        String name = record.getSimpleName().replaceAll("Info$", "");
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    @Override
    public @Nullable Ref deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return (Ref) context.handleUnexpectedToken(Ref.class, parser);
        }
        String given = null;
        UUID id = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            try {
                switch (field) {
                    case "entityType" -> given = text(parser);
                    case "id" -> id = uuid(parser, context);
                    default -> parser.skipChildren();
                }
            } catch (JsonMappingException e) {
                throw JsonMappingException.wrapWithPath(e, Ref.class, field);
            }
        }
        return reference(parser, given, id);
    }

    private @Nullable Ref reference(JsonParser parser, @Nullable String given, @Nullable UUID id) throws IOException {
        if (id == null) {
            if (inList) {
                throw missing(parser, "id");
            }
            return null;
        }
        String known = given == null || given.isBlank() ? kind : given;
        if (known == null) {
            throw missing(parser, "entityType");
        }
        return new Ref(known, id);
    }

    private static JsonMappingException missing(JsonParser parser, String field) {
        JsonMappingException fault =
                MismatchedInputException.from(parser, Ref.class, Malformed.MISSING + " part of a reference");
        return JsonMappingException.wrapWithPath(fault, Ref.class, field);
    }

    private static @Nullable String text(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw MismatchedInputException.from(parser, String.class, "No text");
        }
        return parser.getText();
    }

    private static @Nullable UUID uuid(JsonParser parser, DeserializationContext context) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL
                || parser.currentToken() == JsonToken.VALUE_STRING
                        && parser.getText().isBlank()) {
            return null;
        }
        return context.readValue(parser, UUID.class);
    }
}
