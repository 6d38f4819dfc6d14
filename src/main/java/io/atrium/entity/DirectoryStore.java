package io.atrium.entity;

import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.access.RoleDefinition;
import io.atrium.access.TypeTable;
import io.atrium.base.Ids;
import io.atrium.base.Value;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads a tenant's directory from the database. */
final class DirectoryStore {

    private static final Logger LOG = Logger.getLogger(DirectoryStore.class);
    /** Rows that wait at once while a tenant is loaded; each may have some thousand characters. */
    private static final int FETCH_SIZE = 1_000;

    private final Kinds kinds;
    private final Ids ids;
    private final InstantSource clock;

    DirectoryStore(Kinds kinds, Ids ids, InstantSource clock) {
        this.kinds = kinds;
        this.ids = ids;
        this.clock = clock;
    }

    private record Row(
            UUID id,
            String kind,
            UUID owner,
            String name,
            @Nullable String subtype,
            @Nullable String label,
            @Nullable UUID profile,
            long version,
            @Nullable String body,
            boolean whole) {

        private Row ownedBy(UUID newOwner) {
            return new Row(id, kind, newOwner, name, subtype, label, profile, version, body, whole);
        }
    }

    /** Fills an empty directory; false if the tenant does not exist. */
    boolean load(Handle sql, Directory directory) {
        List<Row> rows = withoutCircles(sql, directory.tenantId(), rows(sql, directory.tenantId()));
        if (rows.isEmpty() || !rows.getFirst().id().equals(directory.tenantId())) {
            return false;
        }
        Map<UUID, Integer> ordinals = HashMap.newHashMap(rows.size());
        rows.forEach(row -> ordinals.put(row.id(), directory.reserve()));
        Interner strings = new Interner();
        List<Row> later = new ArrayList<>();
        for (Row row : rows) {
            if (row.kind().equals(TypeTable.GROUP) && AllGroups.isAllGroup(row.id())) {
                later.add(row);
            } else {
                putRow(sql, directory, row, ordinals, strings);
            }
        }
        later.forEach(row -> overlayAllGroup(directory, row, held(sql, row)));
        ids.startAfter(rows.getLast().id());
        loadMembers(sql, directory);
        loadGrants(sql, directory);
        loadRelations(sql, directory, strings);
        loadAttributes(sql, directory, strings);
        FactStore.load(sql, directory);
        directory.timeEnds().load(directory, GrantStore.endsFollowed(sql, directory.tenantId()), clock.millis());
        return true;
    }

    private static List<Row> rows(Handle sql, UUID tenant) {
        return sql.createQuery("""
                        select id, kind, owner_id, name, subtype, label, profile_id, version,
                            case when summary is null and length(body) <= :whole then body else summary end,
                            summary is null
                        from entity where tenant_id = :tenant order by (id <> :tenant), id
                        """)
                .bind("tenant", tenant)
                .bind("whole", Summary.MAX_WHOLE)
                .setFetchSize(FETCH_SIZE)
                .map((rs, context) -> new Row(
                        rs.getObject(1, UUID.class),
                        rs.getString(2),
                        rs.getObject(3, UUID.class),
                        rs.getString(4),
                        rs.getString(5),
                        rs.getString(6),
                        rs.getObject(7, UUID.class),
                        rs.getLong(8),
                        rs.getString(9),
                        rs.getBoolean(10)))
                .list();
    }

    /** Owners end at the tenant: a circle of customers, which nothing makes any more, is cut where it is found. */
    private static List<Row> withoutCircles(Handle sql, UUID tenant, List<Row> rows) {
        Map<UUID, UUID> owners = new HashMap<>();
        rows.stream()
                .filter(row -> row.kind().equals(TypeTable.CUSTOMER))
                .forEach(row -> owners.put(row.id(), row.owner()));
        Set<UUID> cut = new HashSet<>();
        Set<UUID> good = new HashSet<>(Set.of(tenant));
        for (UUID customer : List.copyOf(owners.keySet())) {
            Set<UUID> path = new LinkedHashSet<>();
            UUID above = customer;
            while (owners.containsKey(above) && !good.contains(above) && path.add(above)) {
                above = owners.getOrDefault(above, tenant);
            }
            if (path.contains(above)) {
                LOG.errorf(
                        "Customer %s of tenant %s is its own owner, through others; it is the tenant's now",
                        above, tenant);
                EntityStore.giveToTenant(sql, tenant, above);
                owners.put(above, tenant);
                cut.add(above);
            }
            good.addAll(path);
        }
        return cut.isEmpty()
                ? rows
                : rows.stream()
                        .map(row -> cut.contains(row.id()) ? row.ownedBy(tenant) : row)
                        .toList();
    }

    /** What is kept of a row's body; a long one that was stored without a summary is read alone. */
    private record Held(String body, boolean whole) {}

    private Held held(Handle sql, Row row) {
        String body = row.body();
        if (body != null) {
            return new Held(body, row.whole());
        }
        String all = EntityStore.body(sql, row.id());
        Kind<?> kind = kinds.require(row.kind());
        String summary = Summary.of(kind, all);
        return summary == null ? new Held(all, true) : new Held(summary, false);
    }

    private void putRow(Handle sql, Directory directory, Row row, Map<UUID, Integer> ordinals, Interner strings) {
        Kind<?> kind = kinds.require(row.kind());
        Held held = held(sql, row);
        int profile = row.profile() == null ? Grant.NONE : ordinals.getOrDefault(row.profile(), Grant.NONE);
        Entry entry = new Entry(
                ordinals.getOrDefault(row.id(), Grant.NONE),
                kinds.number(kind),
                row.id(),
                ordinals.getOrDefault(row.owner(), AccessModel.TENANT),
                row.name(),
                strings.intern(row.subtype()),
                strings.intern(row.label()),
                profile,
                row.version(),
                strings.required(held.body()),
                held.whole());
        directory.put(entry);
        directory.requireLoadable();
        boolean isRole = row.kind().equals(TypeTable.ROLE);
        register(directory, entry, isRole && !held.whole() ? EntityStore.body(sql, row.id()) : held.body());
    }

    /** Tells the access model what a group or a role is, beyond being an entity. */
    static void register(Directory directory, Entry entry, @Nullable String body) {
        String kind = directory.kindName(entry);
        if (kind.equals(TypeTable.GROUP) && !AllGroups.isAllGroup(entry.id())) {
            if (directory.model().group(entry.ordinal()) == null) {
                int memberType = directory.kinds().types().number(String.valueOf(entry.subtype()));
                directory.model().addGroup(entry.ordinal(), memberType, entry.owner(), false);
            }
        } else if (kind.equals(TypeTable.ROLE)) {
            RoleDefinition definition = RoleBody.definition(entry.subtype(), body);
            directory.model().putRole(entry.ordinal(), definition);
        }
    }

    private static void overlayAllGroup(Directory directory, Row row, Held held) {
        directory
                .find(row.id())
                .ifPresent(entry -> directory.put(new Entry(
                        entry.ordinal(),
                        entry.type(),
                        entry.id(),
                        entry.owner(),
                        entry.name(),
                        entry.subtype(),
                        row.label(),
                        Grant.NONE,
                        row.version(),
                        held.body(),
                        held.whole())));
    }

    private static void loadMembers(Handle sql, Directory directory) {
        sql.createQuery("select group_id, entity_id from group_member where tenant_id = :tenant")
                .bind("tenant", directory.tenantId())
                .setFetchSize(FETCH_SIZE)
                .map((rs, context) -> {
                    Optional<Entry> group = directory.find(rs.getObject(1, UUID.class));
                    Optional<Entry> member = directory.find(rs.getObject(2, UUID.class));
                    if (group.isPresent() && member.isPresent()) {
                        directory
                                .model()
                                .addMember(group.get().ordinal(), member.get().ordinal());
                    }
                    return true;
                })
                .forEach(done -> {});
    }

    private static void loadGrants(Handle sql, Directory directory) {
        sql.createQuery("""
                        select id, subject_id, role_id, target_id, from_time, until_time, is_public, created_by, under_id
                        from access_grant where tenant_id = :tenant
                        """)
                .bind("tenant", directory.tenantId())
                .map((rs, context) -> {
                    UUID target = rs.getObject(4, UUID.class);
                    Optional<Entry> subject = directory.find(rs.getObject(2, UUID.class));
                    Optional<Entry> role = directory.find(rs.getObject(3, UUID.class));
                    Optional<Entry> on = target == null ? Optional.empty() : directory.find(target);
                    if (subject.isEmpty() || role.isEmpty() || target != null && on.isEmpty()) {
                        LOG.warnf("Grant %s points to something that is gone; it gives nothing", rs.getString(1));
                        return false;
                    }
                    directory
                            .model()
                            .putGrant(new Grant(
                                    rs.getObject(1, UUID.class),
                                    subject.get().ordinal(),
                                    role.get().ordinal(),
                                    on.map(Entry::ordinal).orElse(Grant.NONE),
                                    rs.getLong(5),
                                    rs.getLong(6),
                                    rs.getBoolean(7)
                                            ? GrantRow.ordinal(directory, rs.getObject(8, UUID.class))
                                            : Grant.NONE,
                                    GrantRow.ordinal(directory, rs.getObject(9, UUID.class))));
                    return true;
                })
                .forEach(done -> {});
    }

    private static void loadRelations(Handle sql, Directory directory, Interner strings) {
        sql.createQuery("""
                        select from_id, to_id, relation_type, type_group, additional_info, version, side_id
                        from relation where tenant_id = :tenant
                        """)
                .bind("tenant", directory.tenantId())
                .setFetchSize(FETCH_SIZE)
                .map((rs, context) -> {
                    Optional<Entry> from = directory.find(rs.getObject(1, UUID.class));
                    Optional<Entry> to = directory.find(rs.getObject(2, UUID.class));
                    if (from.isPresent() && to.isPresent()) {
                        directory
                                .relations()
                                .put(new Relation(
                                        from.get().ordinal(),
                                        to.get().ordinal(),
                                        strings.required(rs.getString(3)),
                                        strings.required(rs.getString(4)),
                                        rs.getString(5),
                                        rs.getLong(6),
                                        RelationStore.side(directory, rs.getObject(7, UUID.class))));
                    }
                    return true;
                })
                .forEach(done -> {});
    }

    private static void loadAttributes(Handle sql, Directory directory, Interner strings) {
        sql.createQuery("""
                        select entity_id, scope, key, left(value, :most), updated, length(value)
                        from attribute where tenant_id = :tenant
                        """)
                .bind("most", Latest.MAX_TEXT + 1)
                .bind("tenant", directory.tenantId())
                .setFetchSize(FETCH_SIZE)
                .map((rs, context) -> {
                    Optional<Entry> entity = directory.find(rs.getObject(1, UUID.class));
                    if (entity.isPresent()) {
                        directory.requireLoadable();
                        Value value = AttributeStore.decode(rs.getString(4), rs.getInt(6));
                        directory
                                .latest()
                                .put(
                                        KeyScope.valueOf(rs.getString(2)),
                                        strings.required(rs.getString(3)),
                                        entity.get().ordinal(),
                                        rs.getLong(5),
                                        value);
                    }
                    return true;
                })
                .forEach(done -> {});
    }

    /** Keeps one copy of texts that repeat over many entities. */
    private static final class Interner {
        private static final int MAX = 100_000;
        private final Map<String, String> seen = new HashMap<>();

        @Nullable
        String intern(@Nullable String text) {
            return text == null ? null : required(text);
        }

        String required(String text) {
            String known = seen.get(text);
            if (known != null) {
                return known;
            }
            if (seen.size() < MAX) {
                seen.put(text, text);
            }
            return text;
        }
    }
}
