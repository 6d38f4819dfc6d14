package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Creates, changes and deletes entities of every kind, always through the caller's scope and the change gate. */
public final class EntityChanges {

    private static final int MAX_ATTEMPTS = 1_000;
    private static final int RANDOM_SUFFIX = 6;

    /** Longest member of a document that the audit log keeps, in characters of JSON. */
    private static final int MAX_AUDITED = 16_384;

    /** What every answer tells and no save reads, but where a kind says so. */
    private static final Set<String> UNREAD = Set.of("ownerId", "tenantId");

    private final Scopes scopes;
    private final ChangeGate gate;
    private final Map<String, KindHooks> hooks;
    private final Ids ids;

    /**
     * @param hooks what features do around changes, by kind name
     */
    public EntityChanges(Scopes scopes, ChangeGate gate, Map<String, KindHooks> hooks, Ids ids) {
        this.scopes = scopes;
        this.gate = gate;
        this.hooks = Map.copyOf(hooks);
        this.ids = ids;
    }

    /**
     * Saves a document that a caller sent: one with an id is an update, one without is new.
     *
     * @return the header as it stands after the change
     */
    public Entry save(Actor actor, Kind<?> kind, byte[] document, SaveOptions options) {
        return save(actor, actor.tenantId(), kind, parse(kind, document), options);
    }

    /** As the other, in a tenant that a system administrator names. */
    public Entry save(Actor actor, UUID tenant, Kind<?> kind, ObjectNode document, SaveOptions options) {
        Scope scope = scopes.of(actor, tenant);
        return gate.change(actor, tenant, change -> saveIn(change, scope, kind, document, options));
    }

    /** Reads a caller's document and checks that it has the kind's shape. */
    public static ObjectNode parse(Kind<?> kind, byte[] document) {
        JsonNode tree = Json.read(document, JsonNode.class);
        if (!(tree instanceof ObjectNode object)) {
            throw Problem.badRequest("The body must be an object");
        }
        return checked(kind, object);
    }

    private static ObjectNode checked(Kind<?> kind, ObjectNode document) {
        kind.shape(document);
        if (Json.holdsNul(document.toString())) {
            throw Problem.badRequest("Text must not contain the character U+0000");
        }
        return document;
    }

    /** Saves inside a change that does more than this. */
    public Entry saveIn(Change change, Scope scope, Kind<?> kind, ObjectNode document, SaveOptions options) {
        return idOf(document).isPresent()
                ? update(change, scope, kind, document)
                : create(change, scope, kind, document, options);
    }

    // ---- create ------------------------------------------------------------------------------------------------

    private Entry create(Change change, Scope scope, Kind<?> kind, ObjectNode document, SaveOptions options) {
        List<Entry> groups = groups(scope, kind, options.groups());
        Entry owner = newOwner(change, scope, kind, document, groups);
        requireCreate(scope, kind, document, owner, groups);
        Entry entry = insert(change, scope, kind, document, owner, options);
        for (Entry group : groups) {
            if (!scope.actor().isSystem()) {
                Joining.require(scope, group);
            }
            change.addMember(group, entry);
        }
        hooks.getOrDefault(kind.name(), KindHooks.NONE).inserted(change, scope, entry, document);
        return entry;
    }

    /** Creates a thing of an owner that this very change made; it takes what one of the owner above would take. */
    public Entry createIn(Change change, Scope scope, Kind<?> kind, ObjectNode document, Entry newOwner) {
        requireCreate(scope, kind, document, change.directory().entry(newOwner.owner()), List.of());
        Entry entry = insert(change, scope, kind, document, newOwner, SaveOptions.PLAIN);
        hooks.getOrDefault(kind.name(), KindHooks.NONE).inserted(change, scope, entry, document);
        return entry;
    }

    private Entry insert(
            Change change, Scope scope, Kind<?> kind, ObjectNode document, Entry owner, SaveOptions options) {
        Joining.requirePublishingAll(scope, owner, change.directory().kinds().number(kind));
        Draft.settle(kind, document, null);
        hooks.getOrDefault(kind.name(), KindHooks.NONE).prepare(change, scope, document, null);
        if (options.uniquify()) {
            uniquify(change, scope, kind, document, options);
        }
        Draft draft = draft(kind, document);
        TakenNames.requireFree(change, scope, kind, draft.name(), null);
        Entry entry = change.insert(kind, draft, owner, profile(change, kind, document));
        change.audit(AuditAction.ADDED, entry, Json.object().set("entity", audited(kind, document)));
        return entry;
    }

    private static List<Entry> groups(Scope scope, Kind<?> kind, List<UUID> groupIds) {
        List<Entry> groups = new ArrayList<>();
        for (UUID id : groupIds) {
            Entry group = scope.require(Operation.READ, new Ref("ENTITY_GROUP", id));
            if (!scope.directory().memberKind(group).equals(kind.name())) {
                throw Problem.badRequest("Parameter 'entityGroupIds' names a group that holds no " + kind.name());
            }
            groups.add(group);
        }
        return groups;
    }

    /** The owner that the caller chose, else the groups' owner, else the caller's own (access-model 4.8). */
    private static Entry newOwner(Change change, Scope scope, Kind<?> kind, ObjectNode document, List<Entry> groups) {
        String field = kind.traits().ownerField();
        Ref chosen = field.isEmpty() ? null : ref(document, field);
        Entry owner;
        if (!Ref.isNone(chosen) && chosen != null) {
            owner = requireOwner(scope, chosen, field);
        } else if (!groups.isEmpty()) {
            owner = scope.directory().entry(groups.getFirst().owner());
        } else {
            owner = field.isEmpty() ? change.directory().tenant() : scope.owner();
        }
        for (Entry group : groups) {
            if (group.owner() != owner.ordinal()) {
                throw Problem.badRequest(
                        "Parameter 'entityGroupIds' names a group of another owner than the new entity's");
            }
        }
        return owner;
    }

    /** An owner that a caller names: the own tenant, or a customer that the caller may read. */
    public static Entry requireOwner(Scope scope, Ref owner, String field) {
        if (!owner.kind().equals("CUSTOMER") && !owner.kind().equals("TENANT")) {
            throw Problem.badRequest("Field '" + field + "' must name a TENANT or a CUSTOMER");
        }
        Entry entry = scope.directory().find(owner).orElseThrow(Problem::notFound);
        if (entry.ordinal() == AccessModel.TENANT && scope.owner().ordinal() == AccessModel.TENANT) {
            return entry;
        }
        scope.require(Operation.READ, entry);
        return entry;
    }

    private static void requireCreate(Scope scope, Kind<?> kind, ObjectNode document, Entry owner, List<Entry> groups) {
        var access = scope.directory().access();
        boolean allowed = mayCreateFor(scope, kind, document, owner)
                || !groups.isEmpty()
                        && groups.stream()
                                .allMatch(group ->
                                        access.checkMembers(scope.subject(), Operation.CREATE, group.ordinal()));
        if (!allowed) {
            throw Problem.forbidden(
                    "You don't have permission to perform 'CREATE' operation with " + kind.name() + "!");
        }
    }

    /** Groups are guarded by the resource of their members' kind. */
    private static boolean mayCreateFor(Scope scope, Kind<?> kind, ObjectNode document, Entry owner) {
        var access = scope.directory().access();
        Kinds kinds = scope.directory().kinds();
        if (kind.name().equals(TypeTable.GROUP)) {
            Kind<?> members = kinds.requireGroupable(document.path("type").asText(""));
            return access.checkGroupOwner(scope.subject(), Operation.CREATE, kinds.number(members), owner.ordinal());
        }
        return access.checkOwner(scope.subject(), Operation.CREATE, kinds.number(kind), owner.ordinal());
    }

    private void uniquify(Change change, Scope scope, Kind<?> kind, ObjectNode document, SaveOptions options) {
        String field = kind.traits().nameField();
        String wanted = document.path(field).asText("");
        String name = wanted;
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            if (!TakenNames.isTaken(change, scope, kind, name)) {
                document.put(field, name);
                return;
            }
            String suffix = options.random() ? ids.secret(RANDOM_SUFFIX) : Integer.toString(attempt);
            name = wanted + options.separator() + suffix;
        }
        throw Problem.badRequest("No free name was found for field '" + field + "'");
    }

    /**
     * The document for the audit log, without secrets, without members so long that a few saves would fill the log, and without an owner
     * that was sent but that the kind does not take from there.
     */
    private static ObjectNode audited(Kind<?> kind, ObjectNode document) {
        ObjectNode shown = Json.object();
        kind.traits().secrets().masked(document).properties().forEach(member -> {
            if (UNREAD.contains(member.getKey())
                    && !member.getKey().equals(kind.traits().ownerField())) {
                return;
            }
            boolean isLong = member.getValue().toString().length() > MAX_AUDITED;
            shown.set(member.getKey(), isLong ? TextNode.valueOf("(left out)") : member.getValue());
        });
        return shown;
    }

    // ---- update and delete -------------------------------------------------------------------------------------

    private Entry update(Change change, Scope scope, Kind<?> kind, ObjectNode document) {
        UUID id = idOf(document).orElseThrow(Problem::notFound);
        Entry before = scope.require(Operation.WRITE, kind, id);
        JsonNode version = document.get("version");
        if (version != null && !version.isNull() && version.asLong() != before.version()) {
            throw Problem.versionConflict(EntityStore.words(kind));
        }
        requireSameOwner(change.directory(), kind, document, before);
        if (kind.traits().bodyInMemory()) {
            DashboardLinks.keepHidden(scope, before, document);
        }
        Draft.settle(kind, document, before);
        KindHooks kindHooks = hooks.getOrDefault(kind.name(), KindHooks.NONE);
        kindHooks.prepare(change, scope, document, before);
        Draft draft = draft(kind, document);
        TakenNames.requireFree(change, scope, kind, draft.name(), before);
        Entry after = change.update(kind, before, draft, profile(change, kind, document));
        change.audit(AuditAction.UPDATED, after, Json.object().set("entity", audited(kind, document)));
        kindHooks.updated(change, scope, before, after, document);
        return after;
    }

    /** An owner changes through the owner API only, where everybody who gains or loses by it is looked after. */
    private static void requireSameOwner(Directory directory, Kind<?> kind, ObjectNode document, Entry before) {
        String field = kind.traits().ownerField();
        Ref sent = field.isEmpty() ? null : ref(document, field);
        if (sent != null
                && !Ref.isNone(sent)
                && !sent.id().equals(directory.entry(before.owner()).id())) {
            throw Problem.badRequest("Field '" + field + "' cannot be changed here; use POST /api/owner/…");
        }
    }

    /** Deletes an entity that the caller may delete. */
    public void delete(Actor actor, Kind<?> kind, UUID id) {
        Scope scope = scopes.of(actor);
        gate.change(actor, actor.tenantId(), change -> {
            deleteIn(change, scope, scope.require(Operation.DELETE, kind, id));
            return id;
        });
    }

    /** Deletes inside a change that does more than this; the permission is checked already. */
    public void deleteIn(Change change, Scope scope, Entry entry) {
        Kind<?> kind = change.directory().kind(entry);
        hooks.getOrDefault(kind.name(), KindHooks.NONE).deleting(change, scope, entry);
        change.audit(
                AuditAction.DELETED,
                entry,
                Json.object().put("entityId", entry.id().toString()));
        change.delete(entry);
    }

    /** Hands an entity to another owner inside a change; the permission is checked already. */
    public Entry changeOwnerIn(Change change, Scope scope, Entry entry, Entry newOwner) {
        if (entry.owner() == newOwner.ordinal()) {
            return entry;
        }
        Kind<?> kind = change.directory().kind(entry);
        Joining.requirePublishingAll(scope, newOwner, entry.type());
        hooks.getOrDefault(kind.name(), KindHooks.NONE).changingOwner(change, scope, entry, newOwner);
        Entry moved = change.changeOwner(change.find(entry.id()).orElse(entry), newOwner);
        Ref owner = change.directory().ref(newOwner);
        change.audit(
                AuditAction.CHANGE_OWNER,
                moved,
                Json.object()
                        .put("entityId", entry.id().toString())
                        .put("targetOwnerName", newOwner.name())
                        .put(
                                "formerOwnerName",
                                change.directory().entry(entry.owner()).name())
                        .set("targetOwnerId", Json.tree(owner)));
        return moved;
    }

    /** Gives an entity new secrets if its kind has any; the permission is checked already. */
    public void renewSecretsIn(Change change, Entry entry) {
        hooks.getOrDefault(change.directory().kindName(entry), KindHooks.NONE).renewSecrets(change, entry);
    }

    // ---- documents ---------------------------------------------------------------------------------------------

    private static Draft draft(Kind<?> kind, ObjectNode document) {
        Kind.Traits traits = kind.traits();
        String name = text(document, traits.nameField());
        if (name == null || name.isBlank()) {
            throw Problem.badRequest(EntityStore.words(kind) + " " + traits.nameField() + " should be specified!");
        }
        return new Draft(
                name,
                traits.subtypeField().isEmpty() ? null : text(document, traits.subtypeField()),
                traits.hasLabel() ? text(document, "label") : null,
                kind.body(document));
    }

    private static @Nullable Entry profile(Change change, Kind<?> kind, ObjectNode document) {
        Kind.Traits traits = kind.traits();
        Ref ref = traits.profileField().isEmpty() ? null : ref(document, traits.profileField());
        return ref == null || Ref.isNone(ref) ? null : change.require(ref);
    }

    private static @Nullable String text(ObjectNode document, String field) {
        JsonNode value = document.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        String text = value.asText();
        if (text.length() > Draft.MAX_NAME) {
            throw Problem.badRequest("Field '" + field + "' is longer than " + Draft.MAX_NAME + " characters");
        }
        return text;
    }

    /** A reference in a document, null if absent. */
    public static @Nullable Ref ref(ObjectNode document, String field) {
        JsonNode value = document.get(field);
        return value == null || value.isNull() ? null : Json.bind(value, Ref.class);
    }

    private static Optional<UUID> idOf(ObjectNode document) {
        Ref ref = ref(document, "id");
        return ref == null || ref.id() == null ? Optional.empty() : Optional.of(ref.id());
    }
}
