package io.atrium.people;

import io.atrium.base.Problem;
import io.atrium.db.Database;
import io.atrium.entity.Change;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The passwords that people had, as hashes, so that nobody takes one again too soon. Kept only while the password policy
 * asks for it, and for no longer than it asks.
 */
final class FormerPasswordStore {

    /** How many are kept of one user; comparing with each takes as long as a log-in. */
    static final int MAX_KEPT = 12;

    private final Database database;
    private final Passwords passwords;

    FormerPasswordStore(Database database, Passwords passwords) {
        this.database = database;
        this.passwords = passwords;
    }

    /** Refuses a password that the account has, or had so lately that the policy forbids it. */
    void requireNew(Account account, String password, UserPasswordPolicy policy, long now, String address) {
        int days = policy.reuseDays();
        if ((days > 0 || policy.expiryDays() > 0) && passwords.matches(password, account.passwordHash(), address)) {
            throw Problem.badRequest("New password should be different from existing!");
        }
        if (days > 0
                && since(account.userId(), start(days, now)).stream()
                        .anyMatch(hash -> passwords.matches(password, hash, address))) {
            throw Problem.badRequest("Password was used within the last " + days + " days already; choose another one");
        }
    }

    private static long start(int days, long now) {
        return now - Duration.ofDays(days).toMillis();
    }

    private List<String> since(UUID user, long moment) {
        return database.read(sql -> sql.createQuery("select hash from former_password where user_id = :user"
                        + " and replaced > :moment order by replaced desc limit :most")
                .bind("user", user)
                .bind("moment", moment)
                .bind("most", MAX_KEPT)
                .mapTo(String.class)
                .list());
    }

    /** Remembers the password that an account has, before it gets another one, and forgets what nobody asks for. */
    void keep(Change change, UUID user, UserPasswordPolicy policy) {
        int days = policy.reuseDays();
        if (days > 0) {
            change.sql()
                    .createUpdate("insert into former_password (user_id, hash, replaced) select user_id, password_hash,"
                            + " :now from user_account where user_id = :user and password_hash is not null")
                    .bind("now", change.now())
                    .bind("user", user)
                    .execute();
        }
        change.sql()
                .createUpdate("""
                        delete from former_password where user_id = :user and (replaced <= :moment or replaced <
                            (select min(replaced) from (select replaced from former_password where user_id = :user
                                order by replaced desc limit :most) newest))
                        """)
                .bind("user", user)
                .bind("moment", days > 0 ? start(days, change.now()) : Long.MAX_VALUE)
                .bind("most", MAX_KEPT)
                .execute();
    }
}
