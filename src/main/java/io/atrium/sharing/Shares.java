package io.atrium.sharing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.access.RoleDefinition;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.AuditAction;
import io.atrium.entity.Change;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Directory;
import io.atrium.entity.Draft;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Mark;
import io.atrium.entity.Platform;
import io.atrium.entity.RoleBody;
import io.atrium.entity.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shares groups and single things with other owners' users, and with the public (access-model 3). */
final class Shares {

    static final String READ_ROLE = "Entity Group Read-only User";
    static final String WRITE_ROLE = "Entity Group Write User";
    static final String PUBLIC_ROLE = "Entity Group Public User";
    static final String PUBLIC_CUSTOMER = "Public";
    static final String PUBLIC_USERS = "Public Users";

    /** A reader receives no device secrets and presses no buttons (design.md section 5). */
    static final List<String> READ_OPERATIONS = List.of("READ", "READ_ATTRIBUTES", "READ_TELEMETRY");

    static final List<String> WRITE_OPERATIONS = List.of(
            "READ",
            "RPC_CALL",
            "READ_CREDENTIALS",
            "READ_ATTRIBUTES",
            "READ_TELEMETRY",
            "WRITE",
            "WRITE_CREDENTIALS",
            "WRITE_ATTRIBUTES",
            "WRITE_TELEMETRY");

    private static final Set<String> PUBLIC_KINDS = Set.of("ASSET", "DEVICE", "ENTITY_VIEW", "EDGE", "DASHBOARD");

    private final Platform platform;

    Shares(Platform platform) {
        this.platform = platform;
    }

    // ---- groups ------------------------------------------------------------------------------------------------

    void shareGroup(Actor actor, UUID groupId, ShareGroupRequest request) {
        Scope scope = platform.scopes().of(actor);
        platform.gate().change(actor, actor.tenantId(), change -> {
            Entry group = requireSharableGroup(scope, groupId);
            Entry receiver = Boolean.TRUE.equals(request.allUserGroup())
                    ? allUsers(scope, owner(scope, request.ownerId()))
                    : userGroup(scope, request.userGroupId());
            for (Entry role : roles(change, scope, group, request.roleIds(), request.readElseWrite())) {
                grant(change, scope, new Grants.Terms(receiver, role, group, 0, Long.MAX_VALUE));
            }
            return groupId;
        });
    }

    void shareGroup(Actor actor, UUID groupId, UUID userGroupId, UUID roleId) {
        Scope scope = platform.scopes().of(actor);
        platform.gate().change(actor, actor.tenantId(), change -> {
            Entry group = requireSharableGroup(scope, groupId);
            Entry receiver = userGroup(scope, new Ref(TypeTable.GROUP, userGroupId));
            Entry role = groupRole(scope, new Ref(TypeTable.ROLE, roleId));
            grant(change, scope, new Grants.Terms(receiver, role, group, 0, Long.MAX_VALUE));
            return groupId;
        });
    }

    static Entry requireSharableGroup(Scope scope, UUID groupId) {
        Entry group = Groups.require(scope, Operation.READ, groupId);
        if (scope.directory().memberKind(group).equals(TypeTable.USER)) {
            throw Problem.badRequest("A group of users cannot be shared");
        }
        Grants.requireMayShare(scope, group);
        return group;
    }

    // ---- single entities ---------------------------------------------------------------------------------------

    List<UUID> shareEntity(Actor actor, ShareRequest request) {
        Scope scope = platform.scopes().of(actor);
        return platform.gate().change(actor, actor.tenantId(), change -> {
            Entry entity = sharableEntity(scope, request.entity());
            Entry receiver = receiver(scope, request.receiver());
            return grantAll(change, scope, entity, receiver, request, new UndoNotes(change.directory()));
        });
    }

    /** Shares a thing, which the caller may, on the terms of a request; one grant for each role. */
    static List<UUID> grantAll(
            Change change, Scope scope, Entry shared, Entry receiver, ShareRequest terms, UndoNotes notes) {
        long from = terms.from() == null ? 0 : terms.from();
        long until = terms.until() == null ? Long.MAX_VALUE : terms.until();
        if (until <= Math.max(from, change.now())) {
            throw Problem.badRequest("Field 'until' must be in the future and after 'from'");
        }
        List<UUID> ids = new ArrayList<>();
        boolean read = !Boolean.FALSE.equals(terms.readElseWrite());
        for (Entry role : roles(change, scope, shared, terms.roleIds(), read)) {
            UUID id = grant(change, scope, new Grants.Terms(receiver, role, shared, from, until));
            notes.granted(id);
            ids.add(id);
        }
        return ids;
    }

    /** A thing or a group of things that the caller may share. */
    static Entry requireSharable(Scope scope, Ref ref) {
        return ref.kind().equals(TypeTable.GROUP) ? requireSharableGroup(scope, ref.id()) : sharableEntity(scope, ref);
    }

    /** The same question about a thing that the caller may read, without a refusal. */
    static boolean isSharable(Scope scope, Entry entity) {
        Kind<?> kind = scope.directory().kind(entity);
        return kind.traits().groupable()
                && !kind.name().equals(TypeTable.USER)
                && scope.directory().access().mayShare(scope.subject(), entity.ordinal());
    }

    static Entry sharableEntity(Scope scope, @Nullable Ref ref) {
        if (ref == null || ref.id() == null || ref.kind() == null) {
            throw Problem.badRequest("Field 'entity' should be specified!");
        }
        Entry entity = scope.require(Operation.READ, ref);
        Kind<?> kind = scope.directory().kind(entity);
        if (!kind.traits().groupable() || kind.name().equals(TypeTable.USER)) {
            throw Problem.badRequest("Entities of type " + kind.name() + " cannot be shared");
        }
        Grants.requireMayShare(scope, entity);
        return entity;
    }

    static Entry receiver(Scope scope, @Nullable Ref ref) {
        if (ref == null || ref.id() == null || ref.kind() == null) {
            throw Problem.badRequest("Field 'receiver' should be specified!");
        }
        return switch (ref.kind()) {
            case TypeTable.CUSTOMER, TypeTable.TENANT -> allUsers(scope, owner(scope, ref));
            case TypeTable.GROUP -> userGroup(scope, ref);
            case TypeTable.USER -> scope.require(Operation.READ, ref);
            default -> throw Problem.badRequest("Field 'receiver' must name a CUSTOMER, TENANT, ENTITY_GROUP or USER");
        };
    }

    // ---- who and how -------------------------------------------------------------------------------------------

    private static Entry owner(Scope scope, @Nullable Ref ref) {
        if (ref == null || ref.id() == null || ref.kind() == null) {
            throw Problem.badRequest("Field 'ownerId' should be specified!");
        }
        return Groups.owner(scope, ref.kind(), ref.id());
    }

    private static Entry allUsers(Scope scope, Entry owner) {
        Directory directory = scope.directory();
        int all = directory
                .model()
                .allGroup(owner.ordinal(), directory.kinds().types().number(TypeTable.USER));
        return directory.entry(all);
    }

    private static Entry userGroup(Scope scope, @Nullable Ref ref) {
        if (ref == null || ref.id() == null) {
            throw Problem.badRequest("Field 'userGroupId' should be specified!");
        }
        Entry group = Groups.require(scope, Operation.READ, ref.id());
        if (!scope.directory().memberKind(group).equals(TypeTable.USER)) {
            throw Problem.badRequest("Field 'userGroupId' must name a group of users");
        }
        return group;
    }

    /** The roles that a request names, or the platform's read or write role of the shared thing's owner. */
    private static List<Entry> roles(
            Change change, Scope scope, Entry shared, @Nullable List<Ref> roleIds, @Nullable Boolean readElseWrite) {
        AccessChange.requireAtMost("roleIds", roleIds, AccessChange.MAX_CHOSEN);
        if (roleIds != null && !roleIds.isEmpty()) {
            return roleIds.stream().map(id -> groupRole(scope, id)).toList();
        }
        if (readElseWrite == null) {
            throw Problem.badRequest("Field 'readElseWrite' or 'roleIds' should be specified!");
        }
        Entry owner = change.directory().entry(shared.owner());
        return List.of(
                readElseWrite
                        ? role(change, owner, Mark.READ_SHARE_ROLE, READ_ROLE, READ_OPERATIONS)
                        : role(change, owner, Mark.WRITE_SHARE_ROLE, WRITE_ROLE, WRITE_OPERATIONS));
    }

    private static Entry role(Change change, Entry owner, Mark mark, String name, List<String> operations) {
        return DefaultGroups.role(change, owner, mark, name, RoleBody.GROUP, Json.tree(operations));
    }

    private static Entry groupRole(Scope scope, Ref id) {
        Entry role = scope.require(Operation.READ, new Ref(TypeTable.ROLE, id.id()));
        if (!(scope.directory().model().role(role.ordinal()) instanceof RoleDefinition.Group)) {
            throw Problem.badRequest("Field 'roleIds' must name roles of type GROUP");
        }
        return role;
    }

    /** Makes the grant, or moves the end of the one that is there; sharing twice is sharing once. */
    static UUID grant(Change change, Scope scope, Grants.Terms terms) {
        Entry under = Grants.requireGrantable(scope, terms, definition(scope, terms.role()));
        Optional<UUID> given = givenBefore(change, terms);
        if (given.isPresent()) {
            return given.get();
        }
        UUID id = grantOnce(change, scope, terms, under);
        change.notes().of(Given.class).add(new Given(terms, id));
        return id;
    }

    /** What a step of this change gave, which the directory does not show yet. */
    private record Given(Grants.Terms terms, UUID id) {}

    /** A change that names the same share twice makes it once. */
    private static Optional<UUID> givenBefore(Change change, Grants.Terms terms) {
        for (Given given : change.notes().of(Given.class)) {
            if (given.terms().isSameShare(terms)) {
                if (given.terms().from() != terms.from() || given.terms().until() != terms.until()) {
                    throw Problem.badRequest("The share of '"
                            + (terms.target() == null ? "" : terms.target().name()) + "' with '"
                            + terms.subject().name() + "' is named twice, for different times");
                }
                return Optional.of(given.id());
            }
        }
        return Optional.empty();
    }

    private static UUID grantOnce(Change change, Scope scope, Grants.Terms terms, @Nullable Entry under) {
        Optional<Grant> there = Grants.find(change.directory(), terms)
                .filter(grant -> !change.notes().isEnded(grant.id()));
        if (there.isPresent() && isEnough(scope, there.get(), terms, under)) {
            return there.get().id();
        }
        UUID id = there.map(Grant::id).orElseGet(change::newId);
        return Grants.put(change, new Grants.Row(id, terms, under, false, there.isPresent()))
                .id();
    }

    /** The platform's role may be made in this very change; its operations are known all the same. */
    private static @Nullable RoleDefinition definition(Scope scope, Entry role) {
        return scope.directory().find(role.id()).isPresent()
                ? scope.directory().model().role(role.ordinal())
                : RoleBody.definition(
                        RoleBody.GROUP, Bodies.of(scope.directory(), role).get("permissions"), null);
    }

    /** A share that is there is left alone if it says the same, and by whoever may not change it if it says no less. */
    private static boolean isEnough(Scope scope, Grant there, Grants.Terms terms, @Nullable Entry under) {
        boolean same = there.from() == terms.from() && there.until() == terms.until();
        if (same && there.under() == (under == null ? AccessModel.TENANT : under.ordinal())) {
            return true;
        }
        if (Grants.mayRewrite(scope, there)) {
            return false;
        }
        if (there.from() > terms.from() || there.until() < terms.until()) {
            throw Problem.forbidden(
                    "'" + terms.subject().name() + "' has this share by others already, for another time; "
                            + "only the side of the owner changes that");
        }
        return true;
    }

    // ---- public ------------------------------------------------------------------------------------------------

    void makePublic(Actor actor, UUID groupId) {
        Scope scope = platform.scopes().of(actor);
        platform.gate().change(actor, actor.tenantId(), change -> {
            Entry group = Groups.require(scope, Operation.READ, groupId);
            if (!scope.directory().access().mayPublish(scope.subject(), group.ordinal())) {
                throw Problem.forbidden("You don't have permission to publish group '" + group.name()
                        + "': that takes WRITE and SHARE_GROUP on such groups, and reading all that they hold, by a role"
                        + " of the group's owner");
            }
            if (!PUBLIC_KINDS.contains(scope.directory().memberKind(group))) {
                throw Problem.badRequest("Groups of type " + scope.directory().memberKind(group) + " cannot be public");
            }
            Entry customer = publicCustomer(change);
            Entry users = publicUsers(change, customer);
            Entry owner = change.directory().entry(group.owner());
            Entry role = role(change, owner, Mark.PUBLIC_ROLE, PUBLIC_ROLE, READ_OPERATIONS);
            Grants.Terms terms = new Grants.Terms(users, role, group, 0, Long.MAX_VALUE);
            // Whoever publishes it now answers for it from now on.
            Grants.find(change.directory(), terms).ifPresent(change::endGrant);
            Grants.put(change, new Grants.Row(change.newId(), terms, null, true, false));
            ObjectNode info = Bodies.additionalInfo(change.directory(), group);
            info.put("isPublic", true).put("publicCustomerId", customer.id().toString());
            writeInfo(change, group, info);
            change.audit(AuditAction.MADE_PUBLIC, group, null);
            return groupId;
        });
    }

    void makePrivate(Actor actor, UUID groupId) {
        Scope scope = platform.scopes().of(actor);
        platform.gate().change(actor, actor.tenantId(), change -> {
            Entry group = Groups.require(scope, Operation.WRITE, groupId);
            if (!scope.directory().access().givesAsOwner(scope.subject(), group.ordinal())) {
                throw Problem.forbidden("Only the side of its owner makes group '" + group.name() + "' private");
            }
            publicCustomerOf(change)
                    .flatMap(customer -> change.facts().marked(customer, TypeTable.GROUP, Mark.PUBLIC_USERS))
                    .ifPresent(users -> change.directory().model().grantsOnTarget(group.ordinal()).stream()
                            .filter(grant -> grant.subject() == users.ordinal())
                            .toList()
                            .forEach(grant -> Grants.end(change, grant)));
            ObjectNode info = Bodies.additionalInfo(change.directory(), group);
            info.remove(List.of("isPublic", "publicCustomerId"));
            writeInfo(change, group, info);
            change.audit(AuditAction.MADE_PRIVATE, group, null);
            return groupId;
        });
    }

    private static void writeInfo(Change change, Entry group, ObjectNode info) {
        ObjectNode body = Bodies.of(change.directory(), group);
        body.set("additionalInfo", info);
        String text = body.toString();
        String members = text.substring(1, text.length() - 1);
        change.update(
                SharingKinds.ENTITY_GROUP,
                group,
                new Draft(group.name(), group.subtype(), group.label(), members),
                null);
    }

    private static Entry publicCustomer(Change change) {
        return publicCustomerOf(change).orElseGet(() -> {
            Kind<?> kind = change.directory().kinds().require(TypeTable.CUSTOMER);
            String body = kind.body(Map.of("additionalInfo", Json.object().put("isPublic", true)));
            Entry customer = change.insert(
                    kind,
                    new Draft(PUBLIC_CUSTOMER, null, null, body),
                    change.directory().tenant(),
                    null);
            change.facts().mark(customer, Mark.PUBLIC_CUSTOMER);
            change.audit(AuditAction.ADDED, customer, null);
            return customer;
        });
    }

    private static Optional<Entry> publicCustomerOf(Change change) {
        return change.facts().marked(change.directory().tenant(), TypeTable.CUSTOMER, Mark.PUBLIC_CUSTOMER);
    }

    private static Entry publicUsers(Change change, Entry customer) {
        return DefaultGroups.group(change, customer, Mark.PUBLIC_USERS, PUBLIC_USERS, TypeTable.USER);
    }
}
