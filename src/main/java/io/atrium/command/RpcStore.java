package io.atrium.command;

import io.atrium.base.Actor;
import io.atrium.base.Page;
import io.atrium.base.PageLink;
import io.atrium.db.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Persistent commands in the database. */
final class RpcStore {

    private static final String ORIGIN = "caller_id, caller_customer, owner_id, caller_way, caller_ground";

    private static final String COLUMNS =
            "id, tenant_id, device_id, expiration, request, response, status, retries, oneway, additional_info, "
                    + ORIGIN;

    /** The statuses of commands that are not over. */
    private static final String OPEN = "('QUEUED', 'SENT', 'DELIVERED')";

    /** Columns by the wire's name to sort by. */
    static final Map<String, String> SORTS =
            Map.of("createdTime", "id", "expirationTime", "expiration", "request", "request", "response", "response");

    private final Database database;

    RpcStore(Database database) {
        this.database = database;
    }

    /** One row; texts are JSON. */
    record Row(
            UUID id,
            UUID tenantId,
            UUID deviceId,
            long expiration,
            String request,
            @Nullable String response,
            RpcStatus status,
            int retries,
            boolean oneway,
            @Nullable String additionalInfo,
            Origin origin) {}

    /** Keeps a command; 404 if its device was deleted meanwhile. */
    void insert(Row row) {
        database.writeAbout(sql -> sql.createUpdate("insert into rpc (" + COLUMNS + ") values (:id, :tenant, :device,"
                        + " :expiration, :request, :response, :status, :retries, :oneway, :info, :caller, :customer, :owner,"
                        + " :way, :ground)")
                .bind("id", row.id())
                .bind("tenant", row.tenantId())
                .bind("device", row.deviceId())
                .bind("expiration", row.expiration())
                .bind("request", row.request())
                .bind("response", row.response())
                .bind("status", row.status().name())
                .bind("retries", row.retries())
                .bind("oneway", row.oneway())
                .bind("info", row.additionalInfo())
                .bind("caller", row.origin().caller())
                .bind("customer", row.origin().callerCustomer())
                .bind("owner", row.origin().owner())
                .bind("way", row.origin().way().name())
                .bind("ground", row.origin().ground())
                .execute());
    }

    Optional<Row> find(UUID tenant, UUID id) {
        return database.read(
                sql -> sql.createQuery("select " + COLUMNS + " from rpc where id = :id and tenant_id = :tenant")
                        .bind("id", id)
                        .bind("tenant", tenant)
                        .map((rows, context) -> row(rows))
                        .findOne());
    }

    boolean delete(UUID id) {
        return database.read(sql -> sql.createUpdate("delete from rpc where id = :id")
                        .bind("id", id)
                        .execute()
                > 0);
    }

    /** The oldest commands that wait for a device. */
    List<Row> queued(UUID device, long now, int limit) {
        return database.read(sql -> sql.createQuery("select " + COLUMNS + " from rpc where device_id = :device"
                        + " and status = 'QUEUED' and expiration > :now order by id limit :limit")
                .bind("device", device)
                .bind("now", now)
                .bind("limit", limit)
                .map((rows, context) -> row(rows))
                .list());
    }

    /** Commands of a device that are not over, by where they came from. */
    record Open(Origin origin, int count) {}

    List<Open> open(UUID device) {
        return database.read(sql -> sql.createQuery("select count(*), " + ORIGIN + " from rpc where device_id = :device"
                        + " and status in " + OPEN + " group by " + ORIGIN)
                .bind("device", device)
                .map((rows, context) -> new Open(origin(rows, 2), rows.getInt(1)))
                .list());
    }

    /** Ends what waits in a device's queue and came from somewhere. */
    void end(UUID device, Origin origin, String response) {
        database.read(sql -> sql.createUpdate("update rpc set status = 'FAILED', response = :response where device_id"
                        + " = :device and status = 'QUEUED' and (" + ORIGIN + ") is not distinct from"
                        + " (:caller::uuid, :customer::uuid, :owner::uuid, :way::text, :ground::uuid)")
                .bind("device", device)
                .bind("response", response)
                .bind("caller", origin.caller())
                .bind("customer", origin.callerCustomer())
                .bind("owner", origin.owner())
                .bind("way", origin.way().name())
                .bind("ground", origin.ground())
                .execute());
    }

    /** Moves a command on; one that is over or gone stays as it is. */
    void update(UUID id, RpcStatus status, int retries, @Nullable String response) {
        database.read(sql -> sql.createUpdate("update rpc set status = :status, retries = :retries,"
                        + " response = coalesce(:response, response) where id = :id and status in " + OPEN)
                .bind("id", id)
                .bind("status", status.name())
                .bind("retries", retries)
                .bind("response", response)
                .execute());
    }

    /** Puts what was on its way when the server stopped back into the queue; the devices that have something there. */
    List<UUID> recover() {
        return database.transaction(sql -> {
            sql.execute("update rpc set status = 'QUEUED' where status = 'SENT'");
            return sql.createQuery("select distinct device_id from rpc where status = 'QUEUED'")
                    .mapTo(UUID.class)
                    .list();
        });
    }

    /**
     * Ends the commands to a device that were sent while it had another owner than now; how many of each owner, whose id
     * is null for the tenant.
     */
    Map<@Nullable UUID, Integer> endOfFormerOwners(UUID device, @Nullable UUID owner, String response) {
        Map<@Nullable UUID, Integer> ended = new HashMap<>();
        database.read(sql -> sql.createQuery("update rpc set status = 'FAILED', response = :response where device_id"
                                + " = :device and owner_id is distinct from :owner::uuid and status in " + OPEN
                                + " returning owner_id")
                        .bind("device", device)
                        .bind("owner", owner)
                        .bind("response", response)
                        .map((rows, context) -> Optional.ofNullable(rows.getObject(1, UUID.class)))
                        .list())
                .forEach(former -> ended.merge(former.orElse(null), 1, Integer::sum));
        return ended;
    }

    void expire(long now) {
        database.read(sql -> sql.createUpdate(
                        "update rpc set status = 'EXPIRED' where expiration <= :now and status in " + OPEN)
                .bind("now", now)
                .execute());
    }

    /** Deletes what is over and ran out before a moment. */
    void forget(long before) {
        database.read(sql -> sql.createUpdate("delete from rpc where expiration < :before and status not in " + OPEN)
                .bind("before", before)
                .execute());
    }

    /**
     * The commands of a device that people of some customers are told of.
     *
     * @param customers null for everybody
     */
    /**
     * Which commands a page is of.
     *
     * @param status null for all
     * @param customers only commands that came from people of these, or for devices of theirs; null for all
     */
    record Wanted(
            UUID device,
            @Nullable RpcStatus status,
            @Nullable List<UUID> customers) {}

    /**
     * One page.
     *
     * @param hold told of the bytes of each row before any of them is read
     */
    Page<Row> page(Wanted wanted, PageLink link, LongConsumer hold) {
        String where = " from rpc where device_id = :device and (:status::text is null or status = :status)"
                + " and (:within::uuid[] is null or caller_customer = any(:within) or owner_id = any(:within))"
                + " and (:text = '' or position(:text in lower(request)) > 0)";
        String sort = SORTS.getOrDefault(link.sortProperty() == null ? "createdTime" : link.sortProperty(), "id");
        boolean ascending = link.sortProperty() != null && link.ascending();
        String text = link.textSearch().toLowerCase(Locale.ROOT);
        RpcStatus status = wanted.status();
        List<UUID> customers = wanted.customers();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("device", wanted.device());
        values.put("status", status == null ? null : status.name());
        values.put("within", customers == null ? null : customers.toArray(UUID[]::new));
        values.put("text", text);
        long total = database.read(sql -> sql.createQuery("select count(*)" + where)
                .bindMap(values)
                .mapTo(Long.class)
                .one());
        List<Place> places = database.read(sql -> sql.createQuery("select id, octet_length(request)"
                        + " + coalesce(octet_length(response), 0) + coalesce(octet_length(additional_info), 0)" + where
                        + " order by " + sort + (ascending ? " asc" : " desc") + ", id limit :limit offset :offset")
                .bindMap(values)
                .bind("limit", link.pageSize())
                .bind("offset", link.offset())
                .map((found, context) -> new Place(found.getObject(1, UUID.class), found.getLong(2)))
                .list());
        places.forEach(place -> hold.accept(place.bytes()));
        return Page.of(rows(places), link, total);
    }

    private record Place(UUID id, long bytes) {}

    /** The rows in the order of their places; those that are gone meanwhile are left out. */
    private List<Row> rows(List<Place> places) {
        UUID[] ids = places.stream().map(Place::id).toArray(UUID[]::new);
        Map<UUID, Row> rows = new HashMap<>();
        database.read(sql -> sql.createQuery("select " + COLUMNS + " from rpc where id = any(:ids)")
                        .bind("ids", ids)
                        .map((found, context) -> row(found))
                        .list())
                .forEach(row -> rows.put(row.id(), row));
        return places.stream()
                .map(place -> rows.get(place.id()))
                .filter(Objects::nonNull)
                .toList();
    }

    private static Row row(ResultSet rows) throws SQLException {
        return new Row(
                rows.getObject(1, UUID.class),
                rows.getObject(2, UUID.class),
                rows.getObject(3, UUID.class),
                rows.getLong(4),
                rows.getString(5),
                rows.getString(6),
                RpcStatus.valueOf(rows.getString(7)),
                rows.getInt(8),
                rows.getBoolean(9),
                rows.getString(10),
                origin(rows, 11));
    }

    private static Origin origin(ResultSet rows, int first) throws SQLException {
        return new Origin(
                rows.getObject(first, UUID.class),
                rows.getObject(first + 1, UUID.class),
                rows.getObject(first + 2, UUID.class),
                Actor.Entrance.valueOf(rows.getString(first + 3)),
                rows.getObject(first + 4, UUID.class));
    }
}
