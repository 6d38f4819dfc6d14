package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One change on its way through the gate: writes to the open transaction at once and remembers what the directory has to
 * learn once the transaction is committed.
 */
public final class Change {

    private final Actor actor;
    private final Directory directory;
    private final AuditTrail audit;
    private final Ids ids;
    private final long now;
    private final Room room;
    private final Probes probes;
    private final Map<UUID, Entry> staged = new HashMap<>();
    private final Set<UUID> gone = new HashSet<>();
    private final FactChanges facts;
    private final List<Runnable> pending = new ArrayList<>();
    private final Set<Object> events = new LinkedHashSet<>();
    private final ChangeNotes notes = new ChangeNotes();
    private @Nullable Handle sql;

    Change(Actor actor, Directory directory, AuditTrail audit, Ids ids, long now, EntityLimits limits, Probes probes) {
        this.actor = actor;
        this.directory = directory;
        this.audit = audit;
        this.ids = ids;
        this.now = now;
        this.room = new Room(limits, actor, directory);
        this.probes = probes;
        this.facts = new FactChanges(this, pending, room);
    }

    void open(Handle handle) {
        sql = handle;
    }

    void apply() {
        pending.forEach(Runnable::run);
    }

    Collection<Object> events() {
        return events;
    }

    public Actor actor() {
        return actor;
    }

    public Directory directory() {
        return directory;
    }

    /** Marks and attachments. */
    public FactChanges facts() {
        return facts;
    }

    public long now() {
        return now;
    }

    public UUID newId() {
        return ids.next();
    }

    public Handle sql() {
        if (sql == null) {
            throw new IllegalStateException("The change is not open");
        }
        return sql;
    }

    /** The entity as this change leaves it. */
    public Optional<Entry> find(UUID id) {
        if (gone.contains(id)) {
            return Optional.empty();
        }
        return Optional.ofNullable(staged.get(id)).or(() -> directory.find(id));
    }

    /** The whole body of an entity as this change leaves it. */
    public String body(Entry entry) {
        return entry.whole() ? entry.body() : EntityStore.body(sql(), entry.id());
    }

    /** What an owner holds directly of a kind, as this change leaves it. */
    public Stream<Entry> owned(Entry owner, String kind) {
        int type = directory.kinds().types().number(kind);
        Stream<Entry> before = directory.model().ownedBy(owner.ordinal(), type).stream()
                .mapToObj(directory::entry)
                .filter(entry -> !staged.containsKey(entry.id()) && !gone.contains(entry.id()));
        Stream<Entry> changed =
                staged.values().stream().filter(entry -> entry.type() == type && entry.owner() == owner.ordinal());
        return Stream.concat(before, changed);
    }

    /** What the steps of this change leave for those after them. */
    public ChangeNotes notes() {
        return notes;
    }

    /** Delivers an event once the change is durable and visible. */
    public void publish(Object event) {
        events.add(event);
    }

    public void audit(AuditAction action, Entry entry, @Nullable JsonNode data) {
        audit(action, subject(entry), data);
    }

    public void audit(AuditAction action, AuditTrail.Subject subject, @Nullable JsonNode data) {
        audit.record(actor, directory.tenantId(), action, subject, data);
    }

    /** Whom an audit entry is about: the entity, and the customer it belongs to. */
    public AuditTrail.Subject subject(Entry entry) {
        UUID owner = entry.owner() == AccessModel.TENANT ? null : ownerOf(entry).id();
        return new AuditTrail.Subject(directory.ref(entry), entry.name(), owner);
    }

    private Entry ownerOf(Entry entry) {
        return known(entry.owner());
    }

    private Entry known(int ordinal) {
        return staged.values().stream()
                .filter(candidate -> candidate.ordinal() == ordinal)
                .findFirst()
                .orElseGet(() -> directory.entry(ordinal));
    }

    /** Refuses a caller who tried too many names, credentials or addresses that are taken by what he may not see. */
    public void requireFewProbes() {
        probes.requireFew(this);
    }

    /** Counts that the caller is told that something is taken by what he may not see. */
    public void toldOfHidden() {
        probes.told(this);
    }

    // ---- entities ----------------------------------------------------------------------------------------------

    /**
     * Adds an entity, if the tenant's limits leave room for it; its body is written to the database even if the
     * directory does not keep it.
     */
    public Entry insert(Kind<?> kind, Draft draft, Entry owner, @Nullable Entry profile) {
        return insert(kind, ids.next(), draft, owner, profile);
    }

    Entry insert(Kind<?> kind, UUID id, Draft wanted, Entry owner, @Nullable Entry profile) {
        room.take(kind, owner);
        Draft draft = wanted.seen(kind, null);
        DocumentLimits.require(kind, draft.body(), () -> "");
        String summary = Summary.of(kind, draft.body());
        Entry entry = new Entry(
                directory.reserve(),
                directory.kinds().number(kind),
                id,
                owner.ordinal(),
                draft.name(),
                draft.subtype(),
                draft.label(),
                profile == null ? Grant.NONE : profile.ordinal(),
                1,
                summary == null ? draft.body() : summary,
                summary == null);
        room.takeBytes(entry.weight());
        EntityStore.insert(sql(), directory.tenantId(), kind, entry, owner, profile, draft.body(), stamp());
        stage(entry, draft.body());
        return entry;
    }

    /** Writes new header and body fields; owner and groups stay. */
    public Entry update(Kind<?> kind, Entry before, Draft wanted, @Nullable Entry profile) {
        Draft draft = wanted.seen(kind, before);
        DocumentLimits.require(kind, draft.body(), () -> body(before));
        String summary = Summary.of(kind, draft.body());
        Entry entry = new Entry(
                before.ordinal(),
                before.type(),
                before.id(),
                before.owner(),
                draft.name(),
                draft.subtype(),
                draft.label(),
                profile == null ? Grant.NONE : profile.ordinal(),
                before.version() + 1,
                summary == null ? draft.body() : summary,
                summary == null);
        room.takeBytes(entry.weight() - before.weight());
        Entry owner = ownerOf(before);
        if (AllGroups.isAllGroup(before.id())) {
            EntityStore.upsert(sql(), directory.tenantId(), kind, entry, owner, draft.body(), stamp());
        } else {
            EntityStore.update(sql(), kind, entry, owner, profile, draft.body());
        }
        stage(entry, draft.body());
        return entry;
    }

    /** Gives everything that uses a profile the profile's new name as its type. */
    public void renameSubtype(Entry profile, String thingKind, String name) {
        EntityStore.renameSubtype(sql(), directory.tenantId(), profile.id(), name);
        pending.add(() -> directory.ofKind(thingKind).stream()
                .mapToObj(directory::entry)
                .filter(thing -> thing.profile() == profile.ordinal())
                .forEach(thing -> directory.put(thing.withSubtype(name))));
    }

    private void stage(Entry entry, String body) {
        staged.put(entry.id(), entry);
        pending.add(() -> {
            directory.put(entry);
            DirectoryStore.register(directory, entry, body);
        });
        publish(new EntityChanged(directory.tenantId(), entry));
        if (directory.kindName(entry).equals(TypeTable.ROLE)) {
            publish(new AccessChanged(directory.tenantId()));
        }
    }

    private EntityStore.Stamp stamp() {
        return new EntityStore.Stamp(now, actor.userId());
    }

    /** Removes an entity with its relations, memberships, grants and attributes; with an owner go its groups All. */
    public void delete(Entry entry) {
        List<UUID> ids = new ArrayList<>(List.of(entry.id()));
        if (directory.kindName(entry).equals(TypeTable.CUSTOMER)) {
            ids.addAll(AllGroups.ids(entry.id(), directory.kinds()));
        }
        EntityStore.delete(sql(), ids);
        room.giveBack(directory.kindName(entry));
        gone.add(entry.id());
        staged.remove(entry.id());
        pending.add(() -> directory.remove(entry));
        publish(new EntityDeleted(directory.tenantId(), directory.ref(entry)));
        publish(new AccessChanged(directory.tenantId()));
    }

    /**
     * Hands an entity to another owner. It leaves every group, and with them every share through them; grants on just
     * this thing, or to just this user, end, and so does what was attached to it or it to. With the owner that it has
     * already, nothing happens.
     */
    public Entry changeOwner(Entry before, Entry newOwner) {
        if (before.owner() == newOwner.ordinal()) {
            return before;
        }
        OwnerChain.requireNoLoop(before, newOwner, above -> ownerOf(staged.getOrDefault(above.id(), above)));
        directory.model().directGrants(before.ordinal()).forEach(this::endGrant);
        Entry entry = before.withOwner(newOwner.ordinal(), before.version() + 1);
        EntityStore.changeOwner(sql(), directory.kind(before), entry, newOwner, stamp());
        staged.put(entry.id(), entry);
        pending.add(() -> directory.put(entry));
        facts.detachAll(entry);
        publish(new EntityChanged(directory.tenantId(), entry));
        publish(new AccessChanged(directory.tenantId()));
        return entry;
    }

    /** All users of an owner. If this change makes the owner, the group has no place in the directory yet. */
    public Entry allUsers(Entry owner) {
        UUID id = AllGroups.id(owner.id(), TypeTable.USER);
        int type = directory.kinds().types().number(TypeTable.GROUP);
        return directory
                .find(id)
                .orElseGet(() -> new Entry(
                        Grant.NONE,
                        type,
                        id,
                        owner.ordinal(),
                        AllGroups.NAME,
                        TypeTable.USER,
                        null,
                        Grant.NONE,
                        1,
                        AllGroups.BODY));
    }

    // ---- groups and grants -------------------------------------------------------------------------------------

    public void addMember(Entry group, Entry entity) {
        room.takeMember();
        EntityStore.addMember(sql(), directory.tenantId(), group.id(), entity.id(), stamp());
        pending.add(() -> directory.model().addMember(group.ordinal(), entity.ordinal()));
        publish(new AccessChanged(directory.tenantId()));
        audit(AuditAction.ADDED_TO_ENTITY_GROUP, entity, membership(group, entity));
    }

    public void removeMember(Entry group, Entry entity) {
        EntityStore.removeMember(sql(), group.id(), entity.id());
        pending.add(() -> directory.model().removeMember(group.ordinal(), entity.ordinal()));
        publish(new AccessChanged(directory.tenantId()));
        audit(AuditAction.REMOVED_FROM_ENTITY_GROUP, entity, membership(group, entity));
    }

    private static JsonNode membership(Entry group, Entry entity) {
        return Json.object()
                .put("entityId", entity.id().toString())
                .put("entityGroupId", group.id().toString())
                .put("entityGroupName", group.name());
    }

    public void putGrant(GrantRow grant) {
        room.takeGrant();
        GrantStore.put(sql(), directory, grant);
        pending.add(() -> directory.model().putGrant(grant.grant(directory)));
        publish(new AccessChanged(directory.tenantId()));
    }

    public void removeGrant(UUID id) {
        GrantStore.remove(sql(), id);
        notes.ended(id);
        pending.add(() -> directory.model().removeGrant(id));
        publish(new AccessChanged(directory.tenantId()));
    }

    /** Ends a grant that stood before this change, with its audit entry. */
    public void endGrant(Grant grant) {
        removeGrant(grant.id());
        Entry subject = directory.entry(grant.subject());
        Entry target = grant.target() == Grant.NONE ? null : directory.entry(grant.target());
        audit(
                AuditAction.DELETED,
                new AuditTrail.Subject(
                        new Ref(GrantRow.KIND, grant.id()),
                        directory.entry(grant.role()).name(),
                        subject(subject).customer()),
                Json.object()
                        .put("userGroupName", subject.name())
                        .put("targetId", target == null ? null : target.id().toString())
                        .put("targetName", target == null ? null : target.name()));
    }

    // ---- relations and attributes ------------------------------------------------------------------------------

    public void putRelation(Relation relation) {
        room.takeRelation(relation);
        RelationStore.put(
                sql(),
                directory,
                known(relation.from()).id(),
                known(relation.to()).id(),
                relation);
        pending.add(() -> directory.relations().put(relation));
    }

    public void removeRelation(Relation relation) {
        RelationStore.remove(sql(), directory, relation);
        pending.add(() -> directory.relations().remove(relation));
    }

    /** Sets attributes of an entity that this change makes or holds. */
    public void putAttributes(Entry entry, KeyScope scope, Map<String, Value> values) {
        AttributeStore.put(sql(), directory.tenantId(), entry.id(), scope, values, now);
        pending.add(
                () -> values.forEach((key, value) -> directory.latest().put(scope, key, entry.ordinal(), now, value)));
    }

    public void removeAttributes(Entry entry, KeyScope scope, Collection<String> keys) {
        AttributeStore.remove(sql(), entry.id(), scope, keys);
        pending.add(() -> keys.forEach(key -> directory.latest().remove(scope, key, entry.ordinal())));
    }

    /** The entity of a reference, for work that is past its permission check. */
    public Entry require(Ref ref) {
        return find(ref.id())
                .filter(entry -> directory.kindName(entry).equals(ref.kind()))
                .orElseThrow(Problem::notFound);
    }
}
