package io.atrium.audit;

import io.atrium.base.Page;
import io.atrium.base.PageLink;
import io.atrium.db.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The audit log in the database. Ids are of version 7, so that their order is the order of writing. */
final class AuditStore {

    private static final Map<String, String> COLUMNS = Map.of(
            "createdTime", "created",
            "entityType", "coalesce(entity_kind, '')",
            "entityName", "lower(coalesce(entity_name, ''))",
            "userName", "lower(coalesce(user_name, ''))",
            "actionType", "action",
            "actionStatus", "status");

    private final Database database;

    AuditStore(Database database) {
        this.database = database;
    }

    /** One row as it is stored. */
    record Row(
            UUID id,
            UUID tenant,
            long created,
            @Nullable UUID customer,
            @Nullable String entityKind,
            @Nullable UUID entity,
            @Nullable String entityName,
            @Nullable UUID user,
            @Nullable String userName,
            String action,
            String status,
            String data,
            String failure) {}

    /**
     * One page.
     *
     * @param hold told of the bytes of each row before any of them is read
     */
    Page<Row> page(AuditFilter filter, PageLink link, LongConsumer hold) {
        Map<String, Object> values = new HashMap<>();
        String where = where(filter, link.textSearch(), values);
        long total = database.read(sql -> sql.createQuery("select count(*) from audit_log where " + where)
                .bindMap(values)
                .mapTo(Long.class)
                .one());
        if (total <= link.offset()) {
            return Page.of(List.of(), link, total);
        }
        List<Place> places = database.read(sql -> places(sql, where, values, order(filter, link), link));
        places.forEach(place -> hold.accept(place.bytes()));
        return Page.of(rows(places), link, total);
    }

    private record Place(UUID id, long bytes) {}

    private static List<Place> places(
            Handle sql, String where, Map<String, Object> values, String order, PageLink link) {
        return sql.createQuery("""
                        select id, octet_length(data) + octet_length(failure) from audit_log
                        where %s order by %s limit :limit offset :offset
                        """.formatted(where, order))
                .bindMap(values)
                .bind("limit", link.pageSize())
                .bind("offset", link.offset())
                .map((rs, context) -> new Place(rs.getObject(1, UUID.class), rs.getLong(2)))
                .list();
    }

    /** The rows in the order of their places; those that are gone meanwhile are left out. */
    private List<Row> rows(List<Place> places) {
        UUID[] ids = places.stream().map(Place::id).toArray(UUID[]::new);
        Map<UUID, Row> rows = new HashMap<>();
        database.read(sql -> rows(sql, ids)).forEach(row -> rows.put(row.id(), row));
        return places.stream()
                .map(place -> rows.get(place.id()))
                .filter(Objects::nonNull)
                .toList();
    }

    private static String where(AuditFilter filter, String textSearch, Map<String, Object> values) {
        List<String> terms = new ArrayList<>();
        term(terms, values, "tenant_id = :tenant", "tenant", filter.tenant());
        term(terms, values, "created >= :from", "from", filter.from());
        term(terms, values, "created <= :until", "until", filter.until());
        term(
                terms,
                values,
                "action = any(:actions)",
                "actions",
                filter.actions().toArray(String[]::new));
        if (filter.within() != null) {
            term(
                    terms,
                    values,
                    "customer_id = any(:within)",
                    "within",
                    filter.within().toArray(UUID[]::new));
        }
        AuditFilter.Target target = filter.target();
        if (target.customer() != null) {
            term(terms, values, "customer_id = :customer", "customer", target.customer());
        }
        if (target.entity() != null) {
            term(terms, values, "entity_id = :entity", "entity", target.entity().id());
            term(terms, values, "entity_kind = :kind", "kind", target.entity().kind());
        }
        if (target.user() != null) {
            term(terms, values, "user_id = :user", "user", target.user());
        }
        if (!textSearch.isEmpty()) {
            // Who may not read every user may not look for their names either.
            String names = filter.within() == null ? "entity_name, user_name, action" : "entity_name, action";
            String search = "strpos(lower(concat_ws(E'\\n', " + names + ")), lower(:text)) > 0";
            term(terms, values, search, "text", textSearch);
        }
        return String.join(" and ", terms);
    }

    private static void term(
            List<String> terms, Map<String, Object> values, String condition, String name, Object value) {
        terms.add(condition);
        values.put(name, value);
    }

    private static String order(AuditFilter filter, PageLink link) {
        String property = link.sortProperty() == null ? "created" : link.sortProperty();
        boolean hidden = filter.within() != null && property.equals("userName");
        String column = hidden ? "created" : COLUMNS.getOrDefault(property, "created");
        String direction = link.ascending() ? " asc" : " desc";
        return column + direction + ", id" + direction;
    }

    private static List<Row> rows(Handle sql, UUID[] ids) {
        return sql.createQuery("""
                        select id, tenant_id, created, customer_id, entity_kind, entity_id, entity_name, user_id, user_name,
                            action, status, data, failure
                        from audit_log where id = any(:ids)
                        """)
                .bind("ids", ids)
                .map((rs, context) -> new Row(
                        rs.getObject(1, UUID.class),
                        rs.getObject(2, UUID.class),
                        rs.getLong(3),
                        rs.getObject(4, UUID.class),
                        rs.getString(5),
                        rs.getObject(6, UUID.class),
                        rs.getString(7),
                        rs.getObject(8, UUID.class),
                        rs.getString(9),
                        rs.getString(10),
                        rs.getString(11),
                        rs.getString(12),
                        rs.getString(13)))
                .list();
    }

    /** Deletes at most so many of the oldest rows that were written before a time; the number that is gone. */
    int deleteBefore(long millis, int limit) {
        UUID firstKept = new UUID(millis << 16, 0);
        return database.transaction(sql -> sql.createUpdate("""
                        delete from audit_log where id in (
                            select id from audit_log where id < :first order by id limit :limit)
                        """)
                .bind("first", firstKept)
                .bind("limit", limit)
                .execute());
    }
}
