package io.atrium.removal;

import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.db.Database;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Deletions that wait, in the database: a server that is stopped meanwhile keeps them. */
final class RemovalStore {

    private final Database database;

    RemovalStore(Database database) {
        this.database = database;
    }

    /** One row; {@code userName} is the name that the audit log tells. */
    record Row(
            UUID id,
            UUID tenantId,
            UUID userId,
            String userName,
            Actor.Entrance way,
            @Nullable UUID ground,
            long due,
            List<Ref> entities) {}

    void insert(Row row) {
        database.read(sql -> sql.createUpdate("insert into removal (id, tenant_id, user_id, user_name, caller_way,"
                        + " caller_ground, due, entities) values (:id, :tenant, :user, :name, :way, :ground, :due,"
                        + " :entities)")
                .bind("id", row.id())
                .bind("tenant", row.tenantId())
                .bind("user", row.userId())
                .bind("name", row.userName())
                .bind("way", row.way().name())
                .bind("ground", row.ground())
                .bind("due", row.due())
                .bind("entities", Json.write(row.entities()))
                .execute());
    }

    /** What the user has waiting, the oldest first. */
    List<Row> of(Actor actor) {
        return database.read(sql -> sql.createQuery(
                        "select * from removal where user_id = :user and tenant_id = :tenant order by due, id")
                .bind("user", actor.userId())
                .bind("tenant", actor.tenantId())
                .map((rows, context) -> row(rows))
                .list());
    }

    List<Row> due(long now, int limit) {
        return database.read(
                sql -> sql.createQuery("select * from removal where due <= :now order by due, id limit :limit")
                        .bind("now", now)
                        .bind("limit", limit)
                        .map((rows, context) -> row(rows))
                        .list());
    }

    /** Takes back what is not due yet; false if there is no such thing, or it is too late. */
    boolean callOff(Actor actor, UUID id, long now) {
        return database.read(sql -> sql.createUpdate(
                                "delete from removal where id = :id and user_id = :user and tenant_id = :tenant and due > :now")
                        .bind("id", id)
                        .bind("user", actor.userId())
                        .bind("tenant", actor.tenantId())
                        .bind("now", now)
                        .execute()
                > 0);
    }

    void done(UUID id) {
        database.read(sql -> sql.createUpdate("delete from removal where id = :id")
                .bind("id", id)
                .execute());
    }

    private static Row row(ResultSet rows) throws SQLException {
        return new Row(
                rows.getObject("id", UUID.class),
                rows.getObject("tenant_id", UUID.class),
                rows.getObject("user_id", UUID.class),
                rows.getString("user_name"),
                Actor.Entrance.valueOf(rows.getString("caller_way")),
                rows.getObject("caller_ground", UUID.class),
                rows.getLong("due"),
                Json.readList(rows.getString("entities").getBytes(StandardCharsets.UTF_8), Ref.class));
    }
}
