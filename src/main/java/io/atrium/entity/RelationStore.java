package io.atrium.entity;

import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Relations in the database. */
final class RelationStore {

    private RelationStore() {}

    static void put(Handle sql, UUID tenant, UUID from, UUID to, Relation relation) {
        sql.createUpdate("""
                        insert into relation (tenant_id, from_id, to_id, relation_type, type_group, additional_info, version)
                        values (:tenant, :from, :to, :type, :group, :info, :version)
                        on conflict (from_id, to_id, relation_type, type_group)
                        do update set additional_info = excluded.additional_info, version = excluded.version
                        """)
                .bind("tenant", tenant)
                .bind("from", from)
                .bind("to", to)
                .bind("type", relation.type())
                .bind("group", relation.group())
                .bind("info", relation.additionalInfo())
                .bind("version", relation.version())
                .execute();
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
