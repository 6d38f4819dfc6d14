package io.atrium.entity;

import io.atrium.access.Grant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Grants in the database. */
public final class GrantStore {

    private GrantStore() {}

    /** The facts of a grant that the access model does not keep: who made it, and whether it is a public link's. */
    public record Origin(boolean publicLink, Optional<UUID> createdBy) {}

    static void put(Handle sql, Directory directory, GrantRow grant) {
        Entry target = grant.target();
        sql.createUpdate("""
                        insert into access_grant (id, tenant_id, subject_id, role_id, target_id, target_kind, from_time,
                            until_time, is_public, created_by, under_id)
                        values (:id, :tenant, :subject, :role, :target, :kind, :from, :until, :public, :by, :under)
                        on conflict (id) do update set subject_id = excluded.subject_id, role_id = excluded.role_id,
                            target_id = excluded.target_id, target_kind = excluded.target_kind,
                            from_time = excluded.from_time, until_time = excluded.until_time,
                            created_by = excluded.created_by, under_id = excluded.under_id
                        """)
                .bind("id", grant.id())
                .bind("tenant", directory.tenantId())
                .bind("subject", grant.subject().id())
                .bind("role", grant.role().id())
                .bind("target", target == null ? null : target.id())
                .bind("kind", target == null ? null : directory.kindName(target))
                .bind("from", grant.from())
                .bind("until", grant.until())
                .bind("public", grant.publicLink())
                .bind("by", grant.createdBy())
                .bind("under", grant.under() == null ? null : grant.under().id())
                .execute();
    }

    static void remove(Handle sql, UUID id) {
        sql.createUpdate("delete from access_grant where id = :id")
                .bind("id", id)
                .execute();
    }

    /** Where a grant came from. */
    public static Optional<Origin> origin(Handle sql, Grant grant) {
        return sql.createQuery("select is_public, created_by from access_grant where id = :id")
                .bind("id", grant.id())
                .map((rs, context) -> new Origin(rs.getBoolean(1), Optional.ofNullable(rs.getObject(2, UUID.class))))
                .findOne();
    }

    /** Up to which moment the ends of grants by time were followed; 0 if they never were. */
    static long endsFollowed(Handle sql, UUID tenant) {
        return sql.createQuery("select followed_to from access_ends where tenant_id = :tenant")
                .bind("tenant", tenant)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    static void endsFollowed(Handle sql, UUID tenant, long to) {
        sql.createUpdate("""
                        insert into access_ends (tenant_id, followed_to) values (:tenant, :to)
                        on conflict (tenant_id) do update set followed_to = excluded.followed_to
                        """).bind("tenant", tenant).bind("to", to).execute();
    }
}
