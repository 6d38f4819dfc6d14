package io.atrium.backup;

import io.atrium.base.Problem;
import io.atrium.db.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Copies whole tables out of and into the database, within one transaction. */
final class TableStore {

    private static final String HISTORY = "flyway_schema_history";
    private static final String BOUNDS = "FOR VALUES FROM \\('-?\\d+'\\) TO \\('-?\\d+'\\)";
    private static final String NAME = "[a-z][a-z0-9_]*";

    private final Handle sql;

    private TableStore(Handle sql) {
        this.sql = sql;
    }

    /** Works on the tables inside one transaction. */
    interface Work {
        void run(TableStore tables) throws IOException;
    }

    /** Runs work that sees the tables as they are at its first statement, however long it takes. */
    static void reading(Database database, Work work) {
        run(database, "set transaction isolation level repeatable read, read only", work);
    }

    static void writing(Database database, Work work) {
        run(database, "set constraints all deferred", work);
    }

    private static void run(Database database, String mode, Work work) {
        database.transaction(sql -> {
            sql.execute(mode);
            sql.execute("set local statement_timeout = 0");
            sql.execute("set local idle_in_transaction_session_timeout = 0");
            try {
                work.run(new TableStore(sql));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return mode;
        });
    }

    List<String> schema() {
        return sql.createQuery("select version || ' ' || checksum from " + HISTORY
                        + " where success and version is not null order by installed_rank")
                .mapTo(String.class)
                .list();
    }

    /** Every table that holds rows itself, those that others refer to first. */
    List<String> tables() {
        List<String> all = sql.createQuery("""
                        select relname from pg_class
                        where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname <> :history
                        order by 1
                        """)
                .bind("history", HISTORY)
                .mapTo(String.class)
                .list();
        Map<String, Set<String>> needs = new LinkedHashMap<>();
        all.forEach(table -> needs.put(table, new LinkedHashSet<>()));
        sql.createQuery("""
                        select a.relname, b.relname from pg_constraint c
                        join pg_class a on a.oid = c.conrelid join pg_class b on b.oid = c.confrelid
                        where c.contype = 'f' and a.oid <> b.oid and c.connamespace = current_schema()::regnamespace
                        """)
                .map((rs, context) -> needs.computeIfAbsent(rs.getString(1), table -> new LinkedHashSet<>())
                        .add(rs.getString(2)))
                .list();
        List<String> ordered = new ArrayList<>();
        while (ordered.size() < all.size()) {
            List<String> ready = all.stream()
                    .filter(table ->
                            !ordered.contains(table) && ordered.containsAll(needs.getOrDefault(table, Set.of())))
                    .toList();
            if (ready.isEmpty()) {
                throw new IllegalStateException("The tables refer to each other in a circle");
            }
            ordered.addAll(ready);
        }
        return ordered;
    }

    /** The parts of tables, but for those that the schema itself makes. */
    List<Manifest.Part> parts() {
        return sql.createQuery("""
                        select c.relname, p.relname, pg_get_expr(c.relpartbound, c.oid)
                        from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
                        where c.relkind = 'r' and c.relispartition and c.relnamespace = current_schema()::regnamespace
                            and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'
                        order by 1
                        """)
                .map((rs, context) -> new Manifest.Part(rs.getString(1), rs.getString(2), rs.getString(3)))
                .list();
    }

    Map<String, Long> sequences() {
        Map<String, Long> values = new LinkedHashMap<>();
        sql.createQuery(
                        "select sequencename, last_value from pg_sequences where schemaname = current_schema() order by 1")
                .map((rs, context) -> {
                    long value = rs.getLong(2);
                    return rs.wasNull() ? null : values.put(rs.getString(1), value);
                })
                .list();
        return values;
    }

    long count(String table) {
        return sql.createQuery("select count(*) from " + checked(table))
                .mapTo(Long.class)
                .one();
    }

    /** How many rows came out. */
    long copyOut(String table, OutputStream out) throws IOException {
        try {
            return copier().copyOut("copy " + checked(table) + " (" + columns(table) + ") to stdout", out);
        } catch (SQLException e) {
            throw failed(table, e);
        }
    }

    /** How many rows went in. */
    long copyIn(String table, InputStream in) throws IOException {
        try {
            return copier().copyIn("copy " + checked(table) + " (" + columns(table) + ") from stdin", in);
        } catch (SQLException e) {
            throw failed(table, e);
        }
    }

    private CopyManager copier() throws SQLException {
        return sql.getConnection().unwrap(PGConnection.class).getCopyAPI();
    }

    private static Problem failed(String table, SQLException cause) {
        return new Problem(
                Problem.Kind.UNAVAILABLE,
                "Table " + table + " could not be copied: SQL state " + cause.getSQLState(),
                cause);
    }

    /** By name, so that the order of columns does not matter. */
    private String columns(String table) {
        return String.join(
                ", ",
                sql.createQuery("""
                                select quote_ident(attname) from pg_attribute
                                where attrelid = cast(:table as regclass) and attnum > 0 and not attisdropped
                                order by attname
                                """).bind("table", table).mapTo(String.class).list());
    }

    void makePart(Manifest.Part part) {
        if (!part.bounds().matches(BOUNDS)) {
            throw Problem.badRequest("The backup is damaged: bounds of part " + part.name());
        }
        sql.execute("create table if not exists " + checked(part.name()) + " partition of " + checked(part.of()) + " "
                + part.bounds());
    }

    void empty(List<String> tables) {
        sql.execute("truncate "
                + String.join(", ", tables.stream().map(TableStore::checked).toList()));
    }

    void setSequence(String name, long last) {
        sql.createQuery("select setval(cast(:name as regclass), :last, true)")
                .bind("name", checked(name))
                .bind("last", last)
                .mapTo(Long.class)
                .one();
    }

    /** Names come out of a file, and go into statements. */
    private static String checked(String name) {
        if (!name.matches(NAME)) {
            throw Problem.badRequest("The backup is damaged: '" + name + "' is no name of a table");
        }
        return name;
    }
}
