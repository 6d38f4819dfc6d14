package io.atrium.isolation;

import io.atrium.http.Param;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a parameter is filled with if the table does not say: follows from its name or its type. */
final class ParamValues {

    static final List<String> KINDS = List.of(
            "DEVICE",
            "ASSET",
            "DASHBOARD",
            "ENTITY_VIEW",
            "CUSTOMER",
            "USER",
            "ROLE",
            "ENTITY_GROUP",
            "TENANT",
            "DEVICE_PROFILE",
            "ASSET_PROFILE");

    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry("id", "$API_KEY"),
            Map.entry("ids", "$DEVICE"),
            Map.entry("ownerType", "$OWNER_KIND"),
            Map.entry("groupType", "DEVICE"),
            Map.entry("entityType", "$KIND"),
            Map.entry("fromType", "$KIND"),
            Map.entry("toType", "$KIND"),
            Map.entry("fromId", "$ENTITY"),
            Map.entry("toId", "$ENTITY"),
            Map.entry("entityGroupId", "$DEVICE_GROUP"),
            Map.entry("entityGroupIds", "$DEVICE_GROUP"),
            Map.entry("userGroupId", "$USER_GROUP"),
            Map.entry("groupPermissionId", "$GRANT"),
            Map.entry("tenantProfileId", "$DEVICE"),
            Map.entry("relationType", "$RELATION_TYPE"),
            Map.entry("relationTypeGroup", "COMMON"),
            Map.entry("scope", "SERVER_SCOPE"),
            Map.entry("scopes", "SERVER_SCOPE"),
            Map.entry("keys", "$KEY"),
            Map.entry("key", "$KEY"),
            Map.entry("paths", "a"),
            Map.entry("operation", "READ"),
            Map.entry("type", "default"),
            Map.entry("transportType", "DEFAULT"),
            Map.entry("actionTypes", "ADDED"),
            Map.entry("startTs", "1"),
            Map.entry("startTime", "1"),
            Map.entry("endTs", "4000000000000"),
            Map.entry("endTime", "4000000000000"),
            Map.entry("interval", "0"),
            Map.entry("timeZone", "UTC"),
            Map.entry("limit", "100"),
            Map.entry("agg", "NONE"),
            Map.entry("orderBy", "ASC"),
            Map.entry("pixels", "100"),
            Map.entry("acceptEncoding", "gzip"),
            Map.entry("includeResources", "true"),
            Map.entry("uniquifySeparator", "-"),
            Map.entry("textSearch", "$MARKER"),
            Map.entry("page", "0"),
            Map.entry("pageSize", "1000"));

    private ParamValues() {}

    static @Nullable String of(Param param) {
        String value = BY_NAME.get(param.name());
        if (value != null) {
            return value;
        }
        if (param.type() == Boolean.class) {
            return "true";
        }
        if (!param.values().isEmpty()) {
            return param.values().getFirst();
        }
        if (param.type().isEnum()) {
            return String.valueOf(param.type().getEnumConstants()[0]);
        }
        String name = param.name().replaceFirst("Ids?$", "");
        return name.equals(param.name())
                ? null
                : "$" + name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }
}
