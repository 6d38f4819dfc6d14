package io.atrium.entity;

import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Relations in the database. */
final class RelationStore {

    /** Stands for no side; no column value means the tenant. */
    private static final UUID NOBODY = new UUID(0, 0);

    private RelationStore() {}

    static void put(Handle sql, Directory directory, UUID from, UUID to, Relation relation) {
        sql.createUpdate("""
                        insert into relation (tenant_id, from_id, to_id, relation_type, type_group, additional_info, version, side_id)
                        values (:tenant, :from, :to, :type, :group, :info, :version, :side)
                        on conflict (from_id, to_id, relation_type, type_group)
                        do update set additional_info = excluded.additional_info, version = excluded.version,
                                      side_id = excluded.side_id
                        """)
                .bind("tenant", directory.tenantId())
                .bind("from", from)
                .bind("to", to)
                .bind("type", relation.type())
                .bind("group", relation.group())
                .bind("info", relation.additionalInfo())
                .bind("version", relation.version())
                .bind("side", side(directory, relation))
                .execute();
    }

    private static @Nullable UUID side(Directory directory, Relation relation) {
        if (relation.side() == AccessModel.TENANT) {
            return null;
        }
        Entry side = relation.side() == Grant.NONE ? null : directory.entryIfThere(relation.side());
        return side == null ? NOBODY : side.id();
    }

    /** The side that a column's value says. One that is gone is nobody's. */
    static int side(Directory directory, @Nullable UUID id) {
        return id == null
                ? AccessModel.TENANT
                : directory.find(id).map(Entry::ordinal).orElse(Grant.NONE);
    }

    static void remove(Handle sql, Directory directory, Relation relation) {
        sql.createUpdate("""
                        delete from relation
                        where from_id = :from and to_id = :to and relation_type = :type and type_group = :group
                        """)
                .bind("from", directory.entry(relation.from()).id())
                .bind("to", directory.entry(relation.to()).id())
                .bind("type", relation.type())
                .bind("group", relation.group())
                .execute();
    }
}
