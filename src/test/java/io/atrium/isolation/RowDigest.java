package io.atrium.isolation;

import io.atrium.db.Database;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What the database holds, in lines to compare. */
final class RowDigest {

    private static final Map<String, String> OF_VICTIMS = Map.of(
            "entity", "id in (<ids>) or owner_id in (<ids>)",
            "attribute", "entity_id in (<ids>)",
            "group_member", "group_id in (<ids>) or entity_id in (<ids>)",
            "access_grant", "id in (<ids>) or subject_id in (<ids>) or target_id in (<ids>) or role_id in (<ids>)",
            "relation", "from_id in (<ids>) or to_id in (<ids>)",
            "entity_mark", "entity_id in (<ids>)",
            "device_credentials", "device_id in (<ids>)",
            "user_account", "user_id in (<ids>)",
            "api_key", "user_id in (<ids>)",
            "setting", "owner_id in (<ids>)");

    /** What anybody may change who knows an e-mail: wrong guesses are counted, and a reset may be asked for. */
    private static final String ASKED_BY_ANYBODY =
            "array['failed_attempts', 'reset_token', 'reset_until', 'reset_asked']";

    private RowDigest() {}

    /** Every row that belongs to one of the ids, by table. */
    static Map<String, List<String>> of(Database database, List<UUID> ids) {
        return database.read(sql -> {
            Map<String, List<String>> rows = new TreeMap<>();
            OF_VICTIMS.forEach((table, which) -> rows.put(table, rows(sql, table, which, ids)));
            return rows;
        });
    }

    private static List<String> rows(Handle sql, String table, String which, List<UUID> ids) {
        return sql.createQuery("select (row_to_json(t)::jsonb - " + ASKED_BY_ANYBODY + ")::text as line from " + table
                        + " t where " + which + " order by line")
                .bindList("ids", ids)
                .mapTo(String.class)
                .list();
    }

    /** A hash of every row of every table, but the audit log, which also holds refusals. */
    static Map<String, String> ofAll(Database database) {
        return database.read(sql -> {
            Map<String, String> hashes = new TreeMap<>();
            for (String table : tables(sql)) {
                hashes.put(
                        table,
                        sql.createQuery("select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from "
                                        + table + " t")
                                .mapTo(String.class)
                                .one());
            }
            return hashes;
        });
    }

    private static List<String> tables(Handle sql) {
        return sql.createQuery("select tablename from pg_tables where schemaname = current_schema()"
                        + " and tablename <> 'audit_log' order by tablename")
                .mapTo(String.class)
                .list();
    }
}
