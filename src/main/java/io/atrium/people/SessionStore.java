package io.atrium.people;

import io.atrium.db.Database;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Log-ins in the database. */
final class SessionStore {

    /** Most log-ins that one user has at once; the oldest end first. */
    static final int MAX_PER_USER = 100;

    /** Tabs of one browser refresh at once, and answers get lost: for so long a token gets the answer that it got. */
    static final Duration SAME_ANSWER = Duration.ofSeconds(30);

    private final Database database;

    SessionStore(Database database) {
        this.database = database;
    }

    /** Adds a log-in and drops the user's outdated ones; gives back those that had to make room. */
    static List<UUID> open(Handle sql, UUID session, UUID refreshId, UUID user, long now, long expires) {
        sql.createUpdate("insert into user_session (id, user_id, created, expires, refresh_id)"
                        + " values (:id, :user, :now, :expires, :refresh)")
                .bind("id", session)
                .bind("refresh", refreshId)
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

    /** What became of a refresh token that was shown. */
    sealed interface Turn {
        /** Its successor by id: a fresh one, or for a token that was used a moment ago the one that it got then. */
        record Next(UUID refreshId) implements Turn {}

        /** It was used before, so that two hold it: nobody knows which of them is the thief. */
        record UsedTwice() implements Turn {}

        /** The log-in has ended. */
        record Ended() implements Turn {}
    }

    /**
     * Gives a log-in its next refresh token, and lets it go on until a moment.
     *
     * @param shown the token that the client has
     * @param fresh the token to give if the shown one is the present one
     */
    Turn turn(UUID session, UUID shown, UUID fresh, long now, long expires) {
        return database.transaction(sql -> {
            boolean first = sql.createUpdate("""
                                    update user_session set expires = :expires, refresh_id = :fresh,
                                        former_refresh_id = refresh_id, refreshed = :now
                                    where id = :id and expires > :now and (refresh_id = :shown or refresh_id is null)
                                    """)
                            .bind("id", session)
                            .bind("shown", shown)
                            .bind("fresh", fresh)
                            .bind("now", now)
                            .bind("expires", expires)
                            .execute()
                    == 1;
            return first ? new Turn.Next(fresh) : again(sql, session, shown, now);
        });
    }

    private static Turn again(Handle sql, UUID session, UUID shown, long now) {
        return sql.createQuery("select refresh_id, former_refresh_id, refreshed from user_session"
                        + " where id = :id and expires > :now")
                .bind("id", session)
                .bind("now", now)
                .map((rs, context) -> {
                    boolean former = shown.equals(rs.getObject(2, UUID.class));
                    return former && now - rs.getLong(3) < SAME_ANSWER.toMillis()
                            ? new Turn.Next(rs.getObject(1, UUID.class))
                            : new Turn.UsedTwice();
                })
                .findOne()
                .orElseGet(Turn.Ended::new);
    }

    static void close(Handle sql, UUID session) {
        sql.createUpdate("delete from user_session where id = :id")
                .bind("id", session)
                .execute();
    }
}
