package io.atrium.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Page;
import io.atrium.base.PageLink;
import io.atrium.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Tenant profiles in the database: the name in a column of its own, the rest as JSON. */
final class TenantProfileStore {

    private static final Map<String, String> COLUMNS = Map.of(
            "createdTime", "id",
            "id", "id",
            "name", "lower(name)",
            "description", "lower(coalesce(body::jsonb ->> 'description', ''))",
            "isDefault", "is_default");

    private final Database database;

    TenantProfileStore(Database database) {
        this.database = database;
    }

    /** Adds a profile unless its name, or the place of the default one, is taken. */
    boolean insert(UUID id, TenantProfile profile, boolean isDefault) {
        return database.transaction(sql -> sql.createUpdate("""
                                insert into tenant_profile (id, name, body, is_default)
                                values (:id, :name, :body, :default) on conflict do nothing
                                """)
                        .bind("id", id)
                        .bind("name", profile.name())
                        .bind("body", body(profile))
                        .bind("default", isDefault)
                        .execute()
                == 1);
    }

    void update(UUID id, TenantProfile profile) {
        database.transaction(
                sql -> sql.createUpdate("update tenant_profile set name = :name, body = :body where id = :id")
                        .bind("id", id)
                        .bind("name", profile.name())
                        .bind("body", body(profile))
                        .execute());
    }

    Optional<TenantProfile> find(UUID id) {
        return list(List.of(id)).stream().findFirst();
    }

    Optional<TenantProfile> findDefault() {
        return database.read(sql -> sql.createQuery("select * from tenant_profile where is_default")
                .map((rs, context) -> profile(rs))
                .findOne());
    }

    /** The profile of a tenant: the one it names, else the default one. */
    Optional<TenantProfile> ofTenant(UUID tenant) {
        return database.read(sql -> sql.createQuery("""
                        select p.* from entity e join tenant_profile p
                            on p.is_default or p.id::text = ('{' || e.body || '}')::jsonb #>> '{tenantProfileId,id}'
                        where e.id = :tenant order by p.is_default limit 1
                        """)
                .bind("tenant", tenant)
                .map((rs, context) -> profile(rs))
                .findOne());
    }

    List<TenantProfile> list(List<UUID> ids) {
        return database.read(sql -> sql.createQuery(
                        "select * from tenant_profile where id = any(:ids) order by array_position(:ids, id)")
                .bind("ids", ids.toArray(UUID[]::new))
                .map((rs, context) -> profile(rs))
                .list());
    }

    Page<TenantProfile> page(PageLink link) {
        String column = link.sortProperty() == null ? "id" : COLUMNS.getOrDefault(link.sortProperty(), "id");
        String direction = link.ascending() ? " asc" : " desc";
        String source = "from tenant_profile where strpos(lower(name), lower(:text)) > 0 or :text = ''";
        return database.read(sql -> {
            long total = sql.createQuery("select count(*) " + source)
                    .bind("text", link.textSearch())
                    .mapTo(Long.class)
                    .one();
            List<TenantProfile> rows = sql.createQuery("select * " + source + " order by " + column + direction + ", id"
                            + direction + " limit :limit offset :offset")
                    .bind("text", link.textSearch())
                    .bind("limit", link.pageSize())
                    .bind("offset", link.offset())
                    .map((rs, context) -> profile(rs))
                    .list();
            return Page.of(rows, link, total);
        });
    }

    /** Keeps a profile from being deleted until the open transaction ends; false if there is none. */
    boolean hold(UUID id) {
        return locked(id, "for share");
    }

    /** Keeps tenants from taking a profile until the open transaction ends; false if there is none. */
    boolean close(UUID id) {
        return locked(id, "for update");
    }

    private boolean locked(UUID id, String lock) {
        return database.read(sql -> sql.createQuery("select id from tenant_profile where id = :id " + lock)
                .bind("id", id)
                .mapTo(UUID.class)
                .findOne()
                .isPresent());
    }

    boolean isInUse(UUID id) {
        return database.read(sql -> sql.createQuery("""
                        select exists (select 1 from entity where kind = 'TENANT'
                            and ('{' || body || '}')::jsonb #>> '{tenantProfileId,id}' = :id)
                        """)
                .bind("id", id.toString())
                .mapTo(Boolean.class)
                .one());
    }

    void delete(UUID id) {
        database.transaction(sql -> sql.createUpdate("delete from tenant_profile where id = :id")
                .bind("id", id)
                .execute());
    }

    void setDefault(UUID id) {
        database.transaction(sql -> {
            sql.createQuery("select id from tenant_profile order by id for update")
                    .mapTo(UUID.class)
                    .list();
            mark(sql, "update tenant_profile set is_default = false where is_default and id <> :id", id);
            return mark(sql, "update tenant_profile set is_default = true where id = :id", id);
        });
    }

    private static int mark(Handle sql, String statement, UUID id) {
        return sql.createUpdate(statement).bind("id", id).execute();
    }

    private static String body(TenantProfile profile) {
        ObjectNode body = Json.object().put("description", profile.description());
        body.put("isolatedTbRuleEngine", Boolean.TRUE.equals(profile.isolatedTbRuleEngine()));
        body.set("profileData", Json.tree(profile.profileData()));
        return Json.write(body);
    }

    private static TenantProfile profile(ResultSet rs) throws SQLException {
        UUID id = rs.getObject("id", UUID.class);
        ObjectNode profile = Json.read(rs.getString("body"), ObjectNode.class);
        profile.set("id", Json.tree(TenantProfile.ref(id)));
        profile.put("createdTime", Ids.millisOf(id));
        profile.put("name", rs.getString("name"));
        profile.put("default", rs.getBoolean("is_default"));
        return Json.bind(profile, TenantProfile.class);
    }
}
