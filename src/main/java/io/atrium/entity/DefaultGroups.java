package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.RoleDefinition;
import io.atrium.access.TypeTable;
import io.atrium.base.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The user groups that every owner starts with, and the roles they carry (access-model 1.3). The platform hands device
 * secrets to administrators only, so the plain user roles lack READ_CREDENTIALS (design.md section 5).
 */
public final class DefaultGroups {

    public static final String TENANT_ADMINISTRATORS = "Tenant Administrators";
    public static final String TENANT_USERS = "Tenant Users";
    public static final String CUSTOMER_ADMINISTRATORS = "Customer Administrators";
    public static final String CUSTOMER_USERS = "Customer Users";

    private static final String CUSTOMER_ADMINISTRATOR = "Customer Administrator";
    private static final String CUSTOMER_USER = "Customer User";
    private static final List<String> READING = List.of("READ", "RPC_CALL", "READ_ATTRIBUTES", "READ_TELEMETRY");
    private static final List<String> READING_FIELDS =
            List.of("READ", "RPC_CALL", "READ_ATTRIBUTES", "READ_TELEMETRY", "READ_CALCULATED_FIELD");

    private DefaultGroups() {}

    /** Adds the user groups of a new tenant and their roles. */
    public static void ofTenant(Change change, Entry tenant) {
        addGroup(change, tenant, tenant, TENANT_ADMINISTRATORS, "Tenant Administrator", everything());
        addGroup(change, tenant, tenant, TENANT_USERS, "Tenant User", reading(READING_FIELDS));
    }

    /** Adds the user groups of a new customer; the roles belong to the customer's owner and are made once. */
    public static void ofCustomer(Change change, Entry customer, Entry owner) {
        addGroup(change, customer, owner, CUSTOMER_ADMINISTRATORS, CUSTOMER_ADMINISTRATOR, everything());
        addGroup(change, customer, owner, CUSTOMER_USERS, CUSTOMER_USER, reading(READING));
    }

    /** What members of a user group that a customer starts with may do. */
    public static RoleDefinition customerRole(Change change, Entry owner, String groupName) {
        boolean all = groupName.equals(CUSTOMER_ADMINISTRATORS);
        String roleName = all ? CUSTOMER_ADMINISTRATOR : CUSTOMER_USER;
        return change.owned(owner, TypeTable.ROLE)
                .filter(role -> role.name().equals(roleName) && RoleBody.GENERIC.equals(role.subtype()))
                .flatMap(role -> Stream.ofNullable(change.directory().model().role(role.ordinal())))
                .findFirst()
                .orElseGet(() -> RoleBody.definition(RoleBody.GENERIC, all ? everything() : reading(READING), null));
    }

    private static JsonNode everything() {
        return Json.tree(Map.of("ALL", List.of("ALL")));
    }

    private static JsonNode reading(List<String> operations) {
        Map<String, Object> permissions = new LinkedHashMap<>();
        permissions.put("PROFILE", List.of("ALL"));
        permissions.put("ALL", operations);
        return Json.tree(permissions);
    }

    private static void addGroup(
            Change change, Entry owner, Entry roleOwner, String groupName, String roleName, JsonNode permissions) {
        Entry role = role(change, roleOwner, roleName, RoleBody.GENERIC, permissions);
        Entry group = newGroup(change, owner, groupName, TypeTable.USER);
        change.putGrant(new GrantRow(change.newId(), group, role, null, 0, Long.MAX_VALUE, false, null));
    }

    /** The owner's role of a name, made with the given permissions if the owner has none. */
    public static Entry role(Change change, Entry owner, String name, String type, JsonNode permissions) {
        Optional<Entry> there = change.owned(owner, TypeTable.ROLE)
                .filter(role -> role.name().equals(name) && type.equals(role.subtype()))
                .findFirst();
        if (there.isPresent()) {
            return there.get();
        }
        Kind<?> kind = change.directory().kinds().require(TypeTable.ROLE);
        String body = kind.body(Map.of("permissions", permissions, "additionalInfo", Json.object()));
        Entry role = change.insert(kind, new Draft(name, type, null, body), owner, null);
        change.audit(AuditAction.ADDED, role, Json.object().set("permissions", permissions));
        return role;
    }

    /** A new group of an owner. */
    public static Entry newGroup(Change change, Entry owner, String name, @Nullable String memberKind) {
        Kind<?> kind = change.directory().kinds().require(TypeTable.GROUP);
        String body = kind.body(Map.of("additionalInfo", Json.object(), "configuration", Json.object()));
        Entry group = change.insert(kind, new Draft(name, memberKind, null, body), owner, null);
        change.audit(AuditAction.ADDED, group, null);
        return group;
    }
}
