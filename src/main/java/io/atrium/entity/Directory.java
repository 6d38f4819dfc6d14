package io.atrium.entity;

import io.atrium.access.AccessEngine;
import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.access.TypeTable;
import io.atrium.base.Ref;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * One tenant in memory: the headers of its entities, who owns and groups and shares them, their relations and the latest
 * values. Read under {@link #read}; changed by {@link ChangeGate} only.
 */
public final class Directory {

    /** Bytes of one grant, and of one membership in a group. */
    static final long GRANT = 300;

    static final long MEMBERSHIP = 16;

    private final UUID tenantId;
    private final Kinds kinds;
    private final Stored stored;
    private final AccessModel model;
    private final AccessEngine access;
    private final RelationIndex relations;
    private final HeapAccount account;
    private final Latest latest;
    private final List<KeyNames> keyNames =
            Stream.of(KeyScope.values()).map(scope -> new KeyNames(this, scope)).toList();
    private final Subtypes subtypes = new Subtypes();
    private final Marks marks = new Marks();
    private final Attachments attachments = new Attachments();
    private final SecretReaders secretReaders = new SecretReaders();
    private final TimeEnds timeEnds = new TimeEnds();
    private final OrdinalMap byId = new OrdinalMap();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private @Nullable Entry[] entries = new Entry[1024];
    private int next;
    private long headerVersion;
    private long version;

    Directory(UUID tenantId, Kinds kinds, InstantSource clock) {
        this(tenantId, kinds, clock, Stored.NOTHING, HeapAccount.unlimited());
    }

    /** Reads what is too long to be kept in memory. */
    interface Stored {

        /** Nothing is stored elsewhere. */
        Stored NOTHING = new Stored() {
            @Override
            public String body(Entry entry) {
                return entry.body();
            }

            @Override
            public Latest.@Nullable Stamped attribute(Entry entry, KeyScope scope, String key) {
                return null;
            }
        };

        String body(Entry entry);

        Latest.@Nullable Stamped attribute(Entry entry, KeyScope scope, String key);
    }

    Directory(UUID tenantId, Kinds kinds, InstantSource clock, Stored stored, HeapAccount account) {
        this.stored = stored;
        this.account = account;
        this.latest = new Latest(account, this::attribute);
        this.relations = new RelationIndex(account);
        this.tenantId = tenantId;
        this.kinds = kinds;
        this.model = new AccessModel(kinds.types());
        this.access = new AccessEngine(model, clock);
    }

    /** Runs a reader while no change is applied. */
    public <R> R read(Supplier<R> reader) {
        lock.readLock().lock();
        try {
            return reader.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** True if the present thread runs a reader of this directory. */
    public boolean isReadHere() {
        return lock.getReadHoldCount() > 0;
    }

    void write(Runnable change) {
        lock.writeLock().lock();
        try {
            version++;
            change.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    public UUID tenantId() {
        return tenantId;
    }

    public Kinds kinds() {
        return kinds;
    }

    public AccessModel model() {
        return model;
    }

    public AccessEngine access() {
        return access;
    }

    public RelationIndex relations() {
        return relations;
    }

    public Latest latest() {
        return latest;
    }

    KeyNames keyNames(KeyScope scope) {
        return keyNames.get(scope.ordinal());
    }

    public Marks marks() {
        return marks;
    }

    public Attachments attachments() {
        return attachments;
    }

    public SecretReaders secretReaders() {
        return secretReaders;
    }

    /** What the ends of grants by time took along. */
    TimeEnds timeEnds() {
        return timeEnds;
    }

    /** The header at an ordinal that is known to be taken. */
    public Entry entry(int ordinal) {
        Entry entry = entries[ordinal];
        if (entry == null) {
            throw new IllegalStateException("No entity at ordinal " + ordinal);
        }
        return entry;
    }

    /**
     * The header at an ordinal that was taken; null if the entity is gone. May be asked without the lock about ordinals
     * that a reader has found, for headers do not change and ordinals are not given twice.
     */
    public @Nullable Entry entryIfThere(int ordinal) {
        return entries[ordinal];
    }

    /** The whole body of an entity, as JSON members without braces; a long one is read from the database. */
    public String body(Entry entry) {
        return entry.whole() ? entry.body() : stored.body(entry);
    }

    private Latest.@Nullable Stamped attribute(KeyScope scope, String key, int ordinal) {
        Entry entry = entryIfThere(ordinal);
        return entry == null ? null : stored.attribute(entry, scope, key);
    }

    /** Refuses to go on loading if the memory is not there. */
    public void requireLoadable() {
        account.budget().requireLoadable();
    }

    /**
     * True if the tenant, and all together, may take some bytes of memory more.
     *
     * @param isOwn true for the tenant's own people and things, for whom the last tenth is kept
     */
    boolean hasRoom(long more, boolean isOwn) {
        return account.hasRoom(more
                + (isOwn ? 0 : account.budget().keptOfTenant())
                + GRANT * model.grants().size()
                + MEMBERSHIP * model.memberships()
                + Attachments.BYTES * attachments.size()
                + SecretReaders.BYTES * secretReaders.size());
    }

    /** What the directory takes of the heap, but for grants and memberships. */
    HeapAccount account() {
        return account;
    }

    public Entry tenant() {
        return entry(AccessModel.TENANT);
    }

    /** The header of an id, whatever its kind. */
    public Optional<Entry> find(UUID id) {
        int ordinal = byId.get(id);
        return ordinal < 0 ? Optional.empty() : Optional.of(entry(ordinal));
    }

    /** The header of a reference; empty if the id is unknown or of another kind. */
    public Optional<Entry> find(Ref ref) {
        return find(ref.id()).filter(entry -> kindName(entry).equals(ref.kind()));
    }

    public Kind<?> kind(Entry entry) {
        return kinds.of(entry.type());
    }

    public String kindName(Entry entry) {
        return kinds.types().name(entry.type());
    }

    public Ref ref(Entry entry) {
        return new Ref(kindName(entry), entry.id());
    }

    public Ref ref(int ordinal) {
        return ref(entry(ordinal));
    }

    /** The owner as the wire names it: the tenant or a customer. */
    public Ref ownerRef(Entry entry) {
        return ref(entry(entry.owner()));
    }

    public int size() {
        return byId.size();
    }

    /** The number of ordinals given so far, taken and free. */
    public int ordinals() {
        return next;
    }

    /** Grows whenever any header changes, so that what was worked out from headers can be kept until then. */
    public long headerVersion() {
        return headerVersion;
    }

    /** Grows with every change of whatever kind: what was found at one version holds while it is the same. */
    public long version() {
        return version;
    }

    public RoaringBitmap ofKind(String kind) {
        return model.ofType(kinds.types().number(kind));
    }

    /** The entities of a kind that have a subtype; the live set, not a copy. */
    public RoaringBitmap ofSubtype(Kind<?> kind, String subtype) {
        return subtypes.of(kinds.number(kind), subtype);
    }

    /** The type that a group's members have, by name. */
    public String memberKind(Entry group) {
        AccessModel.Group facts = model.group(group.ordinal());
        if (facts == null) {
            throw new IllegalStateException("Not a group: " + group.id());
        }
        return kinds.types().name(facts.memberType());
    }

    // ---- changes, called by the gate under the write lock, and while loading --------------------------------------

    void mark(Mark mark, int ordinal, boolean isMarked) {
        if (isMarked) {
            marks.put(mark, ordinal);
        } else {
            marks.remove(mark, ordinal);
        }
        if (mark == Mark.ACCOUNT_OFF) {
            model.setAway(ordinal, isMarked);
        }
    }

    int reserve() {
        return next++;
    }

    void put(Entry entry) {
        Entry former = entry.ordinal() < entries.length ? entries[entry.ordinal()] : null;
        if (entry.ordinal() >= entries.length) {
            entries = Arrays.copyOf(entries, Math.max(entry.ordinal() + 1, entries.length + entries.length / 2));
        }
        entries[entry.ordinal()] = entry;
        subtypes.replace(former, entry);
        account.add(entry.weight() - (former == null ? 0 : former.weight()));
        headerVersion++;
        if (former == null) {
            byId.put(entry.id(), entry.ordinal());
            model.add(
                    entry.ordinal(), entry.type(), entry.ordinal() == AccessModel.TENANT ? Grant.NONE : entry.owner());
        } else if (former.owner() != entry.owner()) {
            model.changeOwner(entry.ordinal(), entry.owner());
        }
        int formerProfile = former == null ? Grant.NONE : former.profile();
        if (formerProfile != entry.profile()) {
            model.setUse(entry.ordinal(), formerProfile, entry.profile());
        }
        if (former == null
                && (entry.ordinal() == AccessModel.TENANT
                        || entry.type() == kinds.types().number(TypeTable.CUSTOMER))) {
            addAllGroups(entry);
        }
    }

    void remove(Entry entry) {
        for (int type = 0; type < kinds.types().size(); type++) {
            int all = model.allGroup(entry.ordinal(), type);
            if (all != Grant.NONE) {
                forget(entry(all));
            }
        }
        forget(entry);
    }

    private void forget(Entry entry) {
        if (entry.profile() != Grant.NONE) {
            model.setUse(entry.ordinal(), entry.profile(), Grant.NONE);
        }
        relations.removeAll(entry.ordinal());
        latest.remove(entry.ordinal());
        marks.removeAll(entry.ordinal());
        attachments.removeAll(entry.ordinal());
        secretReaders.removeAll(entry.ordinal());
        model.remove(entry.ordinal());
        byId.remove(entry.id());
        entries[entry.ordinal()] = null;
        subtypes.replace(entry, null);
        account.add(-entry.weight());
        headerVersion++;
    }

    /** Every owner has a computed group All for each kind that groups may hold. */
    private void addAllGroups(Entry owner) {
        int groupType = kinds.types().number(TypeTable.GROUP);
        for (Kind<?> kind : kinds.all()) {
            if (kind.traits().groupable()) {
                int memberType = kinds.number(kind);
                int ordinal = reserve();
                put(new Entry(
                        ordinal,
                        groupType,
                        AllGroups.id(owner.id(), kind.name()),
                        owner.ordinal(),
                        AllGroups.NAME,
                        kind.name(),
                        null,
                        Grant.NONE,
                        1,
                        AllGroups.BODY));
                model.addGroup(ordinal, memberType, owner.ordinal(), true);
            }
        }
    }
}
