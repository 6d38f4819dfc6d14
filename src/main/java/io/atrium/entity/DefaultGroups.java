package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.RoleDefinition;
import io.atrium.access.TypeTable;
import io.atrium.base.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    private static final String GENERIC = RoleBody.GENERIC;
    private static final List<String> READING = List.of("READ", "RPC_CALL", "READ_ATTRIBUTES", "READ_TELEMETRY");
    private static final List<String> READING_FIELDS =
            List.of("READ", "RPC_CALL", "READ_ATTRIBUTES", "READ_TELEMETRY", "READ_CALCULATED_FIELD");

    private DefaultGroups() {}

    /** Adds the user groups of a new tenant and their roles. */
    public static void ofTenant(Change change, Entry tenant) {
        Entry administrator =
                role(change, tenant, Mark.TENANT_ADMINISTRATOR_ROLE, "Tenant Administrator", GENERIC, everything());
        change.facts().mark(addGroup(change, tenant, TENANT_ADMINISTRATORS, administrator), Mark.TENANT_ADMINISTRATORS);
        addGroup(
                change,
                tenant,
                TENANT_USERS,
                role(change, tenant, Mark.TENANT_USER_ROLE, "Tenant User", GENERIC, reading(READING_FIELDS)));
    }

    /** Adds the user groups of a new customer; the roles belong to the customer's owner and are made once. */
    public static void ofCustomer(Change change, Entry customer, Entry owner) {
        addGroup(
                change,
                customer,
                CUSTOMER_ADMINISTRATORS,
                role(change, owner, Mark.CUSTOMER_ADMINISTRATOR_ROLE, "Customer Administrator", GENERIC, everything()));
        addGroup(
                change,
                customer,
                CUSTOMER_USERS,
                role(change, owner, Mark.CUSTOMER_USER_ROLE, "Customer User", GENERIC, reading(READING)));
    }

    /** What members of a user group that a customer starts with may do. */
    public static RoleDefinition customerRole(Change change, Entry owner, String groupName) {
        boolean all = groupName.equals(CUSTOMER_ADMINISTRATORS);
        Mark mark = all ? Mark.CUSTOMER_ADMINISTRATOR_ROLE : Mark.CUSTOMER_USER_ROLE;
        return change.facts()
                .marked(owner, TypeTable.ROLE, mark)
                .map(role -> change.directory().model().role(role.ordinal()))
                .orElseGet(() -> RoleBody.definition(GENERIC, all ? everything() : reading(READING), null));
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

    private static Entry addGroup(Change change, Entry owner, String name, Entry role) {
        Entry group = newGroup(change, owner, name, TypeTable.USER);
        change.putGrant(new GrantRow(change.newId(), group, role, null, 0, Long.MAX_VALUE, false, null));
        return group;
    }

    /**
     * The owner's role with a mark, made with the given permissions if there is none. A role that somebody gave the same
     * name is another one: the new one is then called a little different.
     */
    public static Entry role(Change change, Entry owner, Mark mark, String name, String type, JsonNode permissions) {
        Optional<Entry> there = change.facts().marked(owner, TypeTable.ROLE, mark);
        if (there.isPresent()) {
            return there.get();
        }
        Entry role = newRole(change, owner, freeName(change, owner, TypeTable.ROLE, name, type), type, permissions);
        change.facts().mark(role, mark);
        return role;
    }

    /** A new role of an owner, which the platform hands out for nobody. */
    public static Entry newRole(Change change, Entry owner, String name, String type, JsonNode permissions) {
        Kind<?> kind = change.directory().kinds().require(TypeTable.ROLE);
        String body = kind.body(Map.of("permissions", permissions, "additionalInfo", Json.object()));
        Entry role = change.insert(kind, new Draft(name, type, null, body), owner, null);
        change.audit(AuditAction.ADDED, role, Json.object().set("permissions", permissions));
        return role;
    }

    /** The name, or with a number behind it if an owner has something of this kind and type that is called so. */
    private static String freeName(Change change, Entry owner, String kind, String name, String type) {
        Set<String> taken = change.owned(owner, kind)
                .filter(entry -> type.equals(entry.subtype()))
                .map(Entry::name)
                .collect(Collectors.toSet());
        String free = name;
        for (int number = 2; taken.contains(free); number++) {
            free = name + " " + number;
        }
        return free;
    }

    /** The owner's group with a mark, made if there is none. */
    public static Entry group(Change change, Entry owner, Mark mark, String name, String memberKind) {
        return change.facts().marked(owner, TypeTable.GROUP, mark).orElseGet(() -> {
            String free = freeName(change, owner, TypeTable.GROUP, name, memberKind);
            Entry group = newGroup(change, owner, free, memberKind);
            change.facts().mark(group, mark);
            return group;
        });
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
