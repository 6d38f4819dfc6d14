package io.atrium.entity;

import io.atrium.base.Problem;
import io.atrium.base.VisibleText;
import io.atrium.db.ConstraintViolation;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Entities and group members in the database. */
final class EntityStore {

    private static final int MAX_KEY = 600;

    private static final String INSERT = """
            insert into entity (id, tenant_id, kind, owner_id, name, unique_key, subtype, label, profile_id, body,
                summary, version, owner_since, owner_by)
            values (:id, :tenant, :kind, :owner, :name, :key, :subtype, :label, :profile, :body,
                :summary, :version, :since, :by)
            """;

    private EntityStore() {}

    /** When something was done, and by whom. */
    record Stamp(long at, UUID by) {}

    static void insert(
            Handle sql,
            UUID tenant,
            Kind<?> kind,
            Entry entry,
            Entry owner,
            @Nullable Entry profile,
            String body,
            Stamp stamp) {
        Update update = write(sql.createUpdate(INSERT), kind, entry, owner, profile, body);
        execute(stamped(update, tenant, kind, stamp), kind);
    }

    private static Update stamped(Update update, UUID tenant, Kind<?> kind, Stamp stamp) {
        return update.bind("tenant", tenant)
                .bind("kind", kind.name())
                .bind("since", stamp.at())
                .bind("by", stamp.by());
    }

    /** A group All has a row only once somebody stored settings for it. */
    static void upsert(Handle sql, UUID tenant, Kind<?> kind, Entry entry, Entry owner, String body, Stamp stamp) {
        Update update = write(sql.createUpdate(INSERT + """
                on conflict (id) do update set label = excluded.label, body = excluded.body,
                    summary = excluded.summary, version = excluded.version
                """), kind, entry, owner, null, body);
        execute(stamped(update, tenant, kind, stamp), kind);
    }

    static void update(Handle sql, Kind<?> kind, Entry entry, Entry owner, @Nullable Entry profile, String body) {
        Update update = sql.createUpdate("""
                update entity set owner_id = :owner, name = :name, unique_key = :key, subtype = :subtype, label = :label,
                    profile_id = :profile, body = :body, summary = :summary, version = :version
                where id = :id
                """);
        write(update, kind, entry, owner, profile, body);
        execute(update, kind);
    }

    static void renameSubtype(Handle sql, UUID tenant, UUID profile, String name) {
        sql.createUpdate("""
                        update entity set subtype = :name, version = version + 1
                        where tenant_id = :tenant and profile_id = :profile
                        """)
                .bind("name", name)
                .bind("tenant", tenant)
                .bind("profile", profile)
                .execute();
    }

    static void changeOwner(Handle sql, Kind<?> kind, Entry entry, Entry owner, Stamp stamp) {
        Update update = sql.createUpdate("""
                update entity set owner_id = :owner, unique_key = :key, version = :version, owner_since = :since,
                    owner_by = :by
                where id = :id
                """)
                .bind("id", entry.id())
                .bind("owner", owner.id())
                .bind("key", key(kind, entry, owner))
                .bind("version", entry.version())
                .bind("since", stamp.at())
                .bind("by", stamp.by());
        execute(update, kind);
        sql.createUpdate("delete from group_member where entity_id = :id")
                .bind("id", entry.id())
                .execute();
        removeDirectGrants(sql, entry.id());
    }

    static void delete(Handle sql, List<UUID> ids) {
        UUID[] all = ids.toArray(UUID[]::new);
        removeDirectGrants(sql, all);
        sql.createUpdate("delete from entity where id = any(:ids)")
                .bindByType("ids", all, UUID[].class)
                .execute();
    }

    private static void removeDirectGrants(Handle sql, UUID... ids) {
        sql.createUpdate("delete from access_grant where subject_id = any(:ids) or target_id = any(:ids)")
                .bindByType("ids", ids, UUID[].class)
                .execute();
    }

    static void giveToTenant(Handle sql, UUID tenant, UUID entity) {
        sql.createUpdate("update entity set owner_id = :tenant where id = :id")
                .bind("tenant", tenant)
                .bind("id", entity)
                .execute();
    }

    static void addMember(Handle sql, UUID tenant, UUID group, UUID entity, Stamp stamp) {
        sql.createUpdate("""
                        insert into group_member (group_id, entity_id, tenant_id, added_at, added_by)
                        values (:group, :entity, :tenant, :at, :by) on conflict do nothing
                        """)
                .bind("group", group)
                .bind("entity", entity)
                .bind("tenant", tenant)
                .bind("at", stamp.at())
                .bind("by", stamp.by())
                .execute();
    }

    static void removeMember(Handle sql, UUID group, UUID entity) {
        sql.createUpdate("delete from group_member where group_id = :group and entity_id = :entity")
                .bind("group", group)
                .bind("entity", entity)
                .execute();
    }

    /** The one of a name, which is unique in the tenant; blanks of other kinds and at the ends make no difference. */
    static Optional<UUID> byName(Handle sql, UUID tenant, Kind<?> kind, String name) {
        // Names from before there was one form of blanks are stored as they were sent.
        return sql.createQuery("""
                        select id from entity
                        where tenant_id = :tenant and kind = :kind and unique_key in (:name, :plain)
                        order by unique_key = :name desc limit 1
                        """)
                .bind("tenant", tenant)
                .bind("kind", kind.name())
                .bind("name", name)
                .bind("plain", VisibleText.plain(name))
                .mapTo(UUID.class)
                .findOne();
    }

    static String body(Handle sql, UUID id) {
        return sql.createQuery("select body from entity where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .orElseThrow(Problem::notFound);
    }

    private static Update write(
            Update update, Kind<?> kind, Entry entry, Entry owner, @Nullable Entry profile, String body) {
        return update.bind("id", entry.id())
                .bind("owner", owner.id())
                .bind("name", entry.name())
                .bind("key", key(kind, entry, owner))
                .bind("subtype", entry.subtype())
                .bind("label", entry.label())
                .bind("profile", profile == null ? null : profile.id())
                .bind("body", body)
                .bind("summary", Summary.of(kind, body))
                .bind("version", entry.version());
    }

    private static @Nullable String key(Kind<?> kind, Entry entry, Entry owner) {
        String key =
                switch (kind.traits().unique()) {
                    case NO -> null;
                    case TENANT -> entry.name();
                    case OWNER -> owner.id() + "/" + entry.subtype() + "/" + entry.name();
                };
        if (key != null && key.length() > MAX_KEY) {
            throw Problem.badRequest(
                    "Field '" + kind.traits().nameField() + "' is longer than " + Draft.MAX_NAME + " characters");
        }
        return key;
    }

    private static void execute(Update update, Kind<?> kind) {
        try {
            update.execute();
        } catch (RuntimeException e) {
            throw translated(e, kind);
        }
    }

    /** Names are unique; that one is taken is all that a caller learns. */
    private static RuntimeException translated(RuntimeException fault, Kind<?> kind) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.sql.SQLException broken
                    && "23505".equals(broken.getSQLState())
                    && String.valueOf(broken.getMessage()).contains("entity_unique_key")) {
                return new Problem(
                        Problem.Kind.BAD_REQUEST,
                        words(kind) + " with such " + kind.traits().nameField() + " already exists!",
                        fault);
            }
            if (cause instanceof ConstraintViolation violation && violation.isUnique("entity_unique_key")) {
                return new Problem(
                        Problem.Kind.BAD_REQUEST,
                        words(kind) + " with such " + kind.traits().nameField() + " already exists!",
                        fault);
            }
        }
        return fault;
    }

    static String words(Kind<?> kind) {
        String lower = kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(lower.charAt(0)) + lower.substring(1);
    }
}
