package io.atrium.people;

import io.atrium.db.Database;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Log-ins in the database. */
final class SessionStore {

    /** Most log-ins that one user has at once; the oldest end first. */
    static final int MAX_PER_USER = 100;

    private final Database database;

    SessionStore(Database database) {
        this.database = database;
    }

    /** Adds a log-in and drops the user's outdated ones; gives back those that had to make room. */
    static List<UUID> open(Handle sql, UUID session, UUID user, long now, long expires) {
        sql.createUpdate("insert into user_session (id, user_id, created, expires) values (:id, :user, :now, :expires)")
                .bind("id", session)
                .bind("user", user)
                .bind("now", now)
                .bind("expires", expires)
                .execute();
        return sql.createQuery("""
                        delete from user_session where user_id = :user and (expires <= :now or id in (
                            select id from user_session where user_id = :user order by created desc, id desc
                            offset :max)) returning id
                        """)
                .bind("user", user)
                .bind("now", now)
                .bind("max", MAX_PER_USER)
                .mapTo(UUID.class)
                .list();
    }

    /** When a log-in ends; 0 if it has ended. */
    long expiry(UUID session) {
        return database.read(sql -> sql.createQuery("select expires from user_session where id = :id")
                .bind("id", session)
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
    }

    /** Lets a log-in go on; false if it has ended. */
    boolean extend(UUID session, long now, long expires) {
        return database.transaction(sql -> sql.createUpdate(
                                "update user_session set expires = :expires where id = :id and expires > :now")
                        .bind("id", session)
                        .bind("now", now)
                        .bind("expires", expires)
                        .execute())
                == 1;
    }

    static void close(Handle sql, UUID session) {
        sql.createUpdate("delete from user_session where id = :id")
                .bind("id", session)
                .execute();
    }
}
