package io.atrium.access;

import static io.atrium.access.Operation.ADD_TO_GROUP;
import static io.atrium.access.Operation.ALL;
import static io.atrium.access.Operation.ASSIGN_TO_TENANT;
import static io.atrium.access.Operation.CHANGE_OWNER;
import static io.atrium.access.Operation.CLAIM_DEVICES;
import static io.atrium.access.Operation.CREATE;
import static io.atrium.access.Operation.DELETE;
import static io.atrium.access.Operation.IMPERSONATE;
import static io.atrium.access.Operation.READ;
import static io.atrium.access.Operation.READ_ATTRIBUTES;
import static io.atrium.access.Operation.READ_CALCULATED_FIELD;
import static io.atrium.access.Operation.READ_CREDENTIALS;
import static io.atrium.access.Operation.READ_TELEMETRY;
import static io.atrium.access.Operation.REMOVE_FROM_GROUP;
import static io.atrium.access.Operation.RPC_CALL;
import static io.atrium.access.Operation.SHARE_GROUP;
import static io.atrium.access.Operation.WRITE;
import static io.atrium.access.Operation.WRITE_ATTRIBUTES;
import static io.atrium.access.Operation.WRITE_CALCULATED_FIELD;
import static io.atrium.access.Operation.WRITE_CREDENTIALS;
import static io.atrium.access.Operation.WRITE_TELEMETRY;

import io.atrium.base.Authority;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fixed words of the access model as clients see them: resources, the operations that apply to each, what a group
 * role may carry, and which resources each authority can reach (access-model 2.4 and 2.6, design.md section 5).
 */
public final class Vocabulary {

    /** Operations that a group role may carry at all. */
    public static final Set<Operation> GROUP_ROLE_OPERATIONS = EnumSet.of(
            ALL,
            CREATE,
            READ,
            WRITE,
            DELETE,
            RPC_CALL,
            READ_CREDENTIALS,
            WRITE_CREDENTIALS,
            READ_ATTRIBUTES,
            WRITE_ATTRIBUTES,
            READ_TELEMETRY,
            WRITE_TELEMETRY,
            ADD_TO_GROUP,
            REMOVE_FROM_GROUP,
            CHANGE_OWNER,
            SHARE_GROUP,
            READ_CALCULATED_FIELD,
            WRITE_CALCULATED_FIELD);

    /** What everybody may do with the members of a public group. */
    public static final Set<Operation> PUBLIC_OPERATIONS = EnumSet.of(READ, READ_ATTRIBUTES, READ_TELEMETRY);

    /** Operations on members that a group role gives only to users of an owner above the member. */
    public static final Set<Operation> OWNER_ONLY_OPERATIONS = EnumSet.of(DELETE, CHANGE_OWNER);

    /** Operations on the group itself for which a group role never suffices. */
    public static final Set<Operation> OWNER_ONLY_GROUP_OPERATIONS =
            EnumSet.of(CREATE, DELETE, ADD_TO_GROUP, REMOVE_FROM_GROUP, SHARE_GROUP);

    /** What somebody must be able to do to count as an administrator of a kind, as far as it makes sense there. */
    private static final Set<Operation> ADMINISTRATION = EnumSet.of(
            CREATE,
            READ,
            WRITE,
            DELETE,
            CHANGE_OWNER,
            RPC_CALL,
            READ_CREDENTIALS,
            WRITE_CREDENTIALS,
            READ_ATTRIBUTES,
            WRITE_ATTRIBUTES,
            READ_TELEMETRY,
            WRITE_TELEMETRY);

    private static final Set<Operation> CRUD = EnumSet.of(ALL, CREATE, READ, WRITE, DELETE);
    private static final Set<Operation> DATA =
            EnumSet.of(READ_ATTRIBUTES, WRITE_ATTRIBUTES, READ_TELEMETRY, WRITE_TELEMETRY);
    /** Resources with the four plain operations. */
    private static final List<String> PLAIN = List.of(
            "PROFILE",
            "GROUP_PERMISSION",
            "NOTIFICATION",
            "WIDGET_TYPE",
            "WIDGETS_BUNDLE",
            "SECRET",
            "JOB",
            "AI_MODEL",
            "API_KEY",
            "REPORT",
            "REPORT_TEMPLATE",
            "QUEUE_STATS",
            "DOMAIN",
            "MOBILE_APP",
            "MOBILE_APP_BUNDLE",
            "MOBILE_APP_SETTINGS",
            "OAUTH2_CLIENT",
            "OAUTH2_CONFIGURATION_TEMPLATE",
            "CUSTOM_MENU",
            "ADMIN_SETTINGS",
            "TENANT_PROFILE");

    /** Resources that also carry data and belong to an owner. */
    private static final List<String> OWNED = List.of(
            "ASSET",
            "CUSTOMER",
            "DASHBOARD",
            "ENTITY_VIEW",
            "EDGE",
            "USER",
            "TENANT",
            "RULE_CHAIN",
            "ROLE",
            "ASSET_PROFILE",
            "DEVICE_PROFILE",
            "CONVERTER",
            "INTEGRATION",
            "SCHEDULER_EVENT",
            "BLOB_ENTITY",
            "OTA_PACKAGE",
            "TB_RESOURCE",
            "QUEUE");

    private static final Map<String, Set<Operation>> OPERATIONS = operations();
    private static final Map<String, Set<Operation>> ADMINISTERED = administered();

    private static final Set<String> SYSTEM_ONLY = Set.of("TENANT_PROFILE", "OAUTH2_CONFIGURATION_TEMPLATE");

    /** What only the system changes, and tenants may read. */
    private static final Set<String> SYSTEM_WRITTEN = Set.of("QUEUE");

    private static final Set<Operation> READING = EnumSet.of(READ, READ_ATTRIBUTES, READ_TELEMETRY);
    private static final Set<String> CUSTOMER_RESOURCES = Set.of(
            "ALL",
            "PROFILE",
            "ALARM",
            "DEVICE",
            "ASSET",
            "CUSTOMER",
            "DASHBOARD",
            "ENTITY_VIEW",
            "EDGE",
            "USER",
            "ROLE",
            "GROUP_PERMISSION",
            "CUSTOMER_GROUP",
            "DEVICE_GROUP",
            "ASSET_GROUP",
            "USER_GROUP",
            "ENTITY_VIEW_GROUP",
            "EDGE_GROUP",
            "DASHBOARD_GROUP",
            "WIDGETS_BUNDLE",
            "WIDGET_TYPE",
            "SCHEDULER_EVENT",
            "BLOB_ENTITY",
            "WHITE_LABELING",
            "AUDIT_LOG",
            "DEVICE_PROFILE",
            "ASSET_PROFILE",
            "NOTIFICATION",
            "TB_RESOURCE",
            "REPORT",
            "REPORT_TEMPLATE",
            "API_KEY",
            "CUSTOM_MENU");

    private Vocabulary() {}

    /** The operations that make somebody an administrator of a resource. */
    static Set<Operation> administration(String resource) {
        return ADMINISTERED.getOrDefault(resource, ADMINISTRATION);
    }

    private static Map<String, Set<Operation>> administered() {
        Map<String, Set<Operation>> table = new HashMap<>();
        OPERATIONS.forEach((resource, operations) -> {
            Set<Operation> wanted = EnumSet.copyOf(ADMINISTRATION);
            wanted.retainAll(operations);
            table.put(resource, wanted);
        });
        return table;
    }

    /** Every resource with the operations that make sense on it, in the order that clients show. */
    public static Map<String, Set<Operation>> operationsByResource() {
        return OPERATIONS;
    }

    /** The resources that an authority can reach, whatever its roles say. */
    public static List<String> allowedResources(Authority authority) {
        return OPERATIONS.keySet().stream()
                .filter(resource -> isAllowed(authority, resource))
                .toList();
    }

    public static boolean isAllowed(Authority authority, String resource) {
        return switch (authority) {
            case SYS_ADMIN -> true;
            case TENANT_ADMIN -> !SYSTEM_ONLY.contains(resource);
            case CUSTOMER_USER -> CUSTOMER_RESOURCES.contains(resource);
        };
    }

    /** True if an authority can do the operation on a resource at all, whatever its roles say. */
    public static boolean isAllowed(Authority authority, String resource, Operation operation) {
        boolean writes = !READING.contains(operation);
        return isAllowed(authority, resource)
                && !(authority != Authority.SYS_ADMIN && writes && SYSTEM_WRITTEN.contains(resource));
    }

    /** The resource that guards groups whose members are of the given type. */
    public static String groupResource(String memberType) {
        return memberType + "_GROUP";
    }

    private static Map<String, Set<Operation>> operations() {
        Map<String, Set<Operation>> table = new LinkedHashMap<>();
        table.put("ALL", EnumSet.allOf(Operation.class));
        for (String resource : PLAIN) {
            table.put(resource, CRUD);
        }
        for (String resource : OWNED) {
            table.put(resource, with(CRUD, DATA, EnumSet.of(CHANGE_OWNER)));
        }
        table.put("USER", with(CRUD, DATA, EnumSet.of(CHANGE_OWNER, IMPERSONATE)));
        Set<Operation> device = EnumSet.of(
                CHANGE_OWNER, RPC_CALL, READ_CREDENTIALS, WRITE_CREDENTIALS, CLAIM_DEVICES, ASSIGN_TO_TENANT);
        table.put("DEVICE", with(CRUD, DATA, device));
        for (String resource : List.of("DEVICE", "ASSET", "DEVICE_PROFILE", "ASSET_PROFILE", "CUSTOMER")) {
            Set<Operation> calculated = EnumSet.of(READ_CALCULATED_FIELD, WRITE_CALCULATED_FIELD);
            table.put(resource, with(table.getOrDefault(resource, CRUD), calculated, Set.of()));
        }
        for (String member : List.of("CUSTOMER", "DEVICE", "ASSET", "USER", "ENTITY_VIEW", "EDGE", "DASHBOARD")) {
            Set<Operation> group = EnumSet.of(ADD_TO_GROUP, REMOVE_FROM_GROUP, SHARE_GROUP);
            table.put(groupResource(member), with(CRUD, DATA, group));
        }
        table.put("ALARM", EnumSet.of(ALL, CREATE, READ, WRITE));
        table.put("VERSION_CONTROL", EnumSet.of(ALL, READ, WRITE, DELETE));
        table.put("WHITE_LABELING", EnumSet.of(ALL, READ, WRITE));
        table.put("AUDIT_LOG", EnumSet.of(ALL, READ));
        table.put("API_USAGE_STATE", EnumSet.of(ALL, READ, READ_TELEMETRY));
        return java.util.Collections.unmodifiableMap(table);
    }

    private static Set<Operation> with(Set<Operation> one, Set<Operation> two, Set<Operation> three) {
        List<Operation> all = new ArrayList<>(one);
        all.addAll(two);
        all.addAll(three);
        return EnumSet.copyOf(all);
    }
}
