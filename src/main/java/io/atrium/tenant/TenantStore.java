package io.atrium.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Page;
import io.atrium.base.PageLink;
import io.atrium.base.Ref;
import io.atrium.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Tenants in the database, for the system administrator and for what passed its permission check already. */
final class TenantStore {

    /** Rows that one statement deletes, so that each stays far below the time limit of a statement. */
    private static final int ERASE_BATCH = 20_000;

    /** Every tenant but the system itself, with its profile and its body as JSON. */
    private static final String SOURCE = """
            from (select id, name, version, body, ('{' || body || '}')::jsonb as doc
                  from entity where kind = 'TENANT' and id <> :system) e
            left join tenant_profile p
                on case when doc #>> '{tenantProfileId,id}' is null then p.is_default
                        else p.id::text = doc #>> '{tenantProfileId,id}' end
            where (:text = '' or strpos(lower(e.name), lower(:text)) > 0)
            """;

    private static final Map<String, String> COLUMNS =
            Map.of("createdTime", "e.id", "title", "lower(e.name)", "tenantProfileName", "lower(coalesce(p.name, ''))");

    private final Database database;

    TenantStore(Database database) {
        this.database = database;
    }

    /** Runs work whose statements all stand or fall together. */
    <R> R atomically(Supplier<R> work) {
        return database.transaction(sql -> work.get());
    }

    void insert(UUID id, String title, String body, long now, UUID by) {
        database.transaction(sql -> sql.createUpdate("""
                        insert into entity (id, tenant_id, kind, owner_id, name, body, version, owner_since, owner_by)
                        values (:id, :id, 'TENANT', :id, :title, :body, 1, :now, :by)
                        """)
                .bind("id", id)
                .bind("title", title)
                .bind("body", body)
                .bind("now", now)
                .bind("by", by)
                .execute());
    }

    Optional<TenantInfo> find(UUID id) {
        return list(List.of(id)).stream().findFirst();
    }

    /** Those of the ids that exist, in the order of the ids. */
    List<TenantInfo> list(List<UUID> ids) {
        return database.read(sql -> sql.createQuery("select e.id, e.name, e.version, e.body, p.id, p.name " + SOURCE
                        + " and e.id = any(:ids) order by array_position(:ids, e.id)")
                .bind("system", Ref.NULL_ID)
                .bind("text", "")
                .bind("ids", ids.toArray(UUID[]::new))
                .map((rs, context) -> tenant(rs))
                .list());
    }

    Page<TenantInfo> page(PageLink link) {
        return database.read(sql -> {
            long total = sql.createQuery("select count(*) " + SOURCE)
                    .bind("system", Ref.NULL_ID)
                    .bind("text", link.textSearch())
                    .mapTo(Long.class)
                    .one();
            return Page.of(rows(sql, link), link, total);
        });
    }

    private static List<TenantInfo> rows(Handle sql, PageLink link) {
        String property = link.sortProperty() == null ? "createdTime" : link.sortProperty();
        String column = COLUMNS.getOrDefault(property, "lower(coalesce(doc ->> :property, ''))");
        String direction = link.ascending() ? " asc" : " desc";
        return sql.createQuery("select e.id, e.name, e.version, e.body, p.id, p.name " + SOURCE + " order by " + column
                        + direction + ", e.id" + direction + " limit :limit offset :offset")
                .configure(
                        org.jdbi.v3.core.statement.SqlStatements.class,
                        statements -> statements.setUnusedBindingAllowed(true))
                .bind("system", Ref.NULL_ID)
                .bind("text", link.textSearch())
                .bind("property", property)
                .bind("limit", link.pageSize())
                .bind("offset", link.offset())
                .map((rs, context) -> tenant(rs))
                .list();
    }

    private static TenantInfo tenant(ResultSet rs) throws SQLException {
        UUID id = rs.getObject(1, UUID.class);
        UUID profile = rs.getObject(5, UUID.class);
        ObjectNode tenant = Json.read("{" + rs.getString(4) + "}", ObjectNode.class);
        tenant.set("id", Json.tree(Ref.tenant(id)));
        tenant.put("createdTime", id.version() == 7 ? Ids.millisOf(id) : 0);
        tenant.put("title", rs.getString(2)).put("name", rs.getString(2));
        tenant.put("version", rs.getLong(3));
        tenant.set("tenantProfileId", Json.tree(profile == null ? null : TenantProfile.ref(profile)));
        tenant.put("tenantProfileName", rs.getString(6));
        return Json.bind(tenant, TenantInfo.class);
    }

    // ---- delete ------------------------------------------------------------------------------------------------

    /** Removes every row of a tenant, in one transaction; its entities go last, for everything else points to them. */
    void erase(UUID tenant) {
        database.transaction(sql -> {
            sql.execute("set constraints all deferred");
            sql.createUpdate("""
                            delete from setting where owner_id in (select id from entity where tenant_id = :tenant)
                            """).bind("tenant", tenant).execute();
            for (String table : tables(sql)) {
                erase(sql, table, tenant);
            }
            erase(sql, "entity", tenant);
            return tenant;
        });
    }

    private static List<String> tables(Handle sql) {
        return sql.createQuery("""
                        select quote_ident(c.table_name) from information_schema.columns c
                        join information_schema.tables t using (table_schema, table_name)
                        where c.table_schema = current_schema() and c.column_name = 'tenant_id'
                            and t.table_type = 'BASE TABLE' and c.table_name <> 'entity'
                        order by 1
                        """).mapTo(String.class).list();
    }

    private static void erase(Handle sql, String table, UUID tenant) {
        int deleted = ERASE_BATCH;
        while (deleted == ERASE_BATCH) {
            deleted = sql.createUpdate("""
                            delete from %1$s where ctid = any(array(
                                select ctid from %1$s where tenant_id = :tenant limit :batch))
                            """.formatted(table))
                    .bind("tenant", tenant)
                    .bind("batch", ERASE_BATCH)
                    .execute();
        }
    }
}
