package io.atrium.people;

import io.atrium.access.TypeTable;
import io.atrium.base.Problem;
import io.atrium.db.Database;
import io.atrium.entity.Change;
import io.atrium.entity.Mark;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** Accounts in the database. */
final class AccountStore {

    private static final String SELECT = """
            select a.user_id, e.tenant_id, a.email, a.password_hash, a.enabled, a.switched_off, a.activate_nonce,
                a.activate_by, a.activate_until, a.reset_until, a.reset_asked, a.failed_attempts, a.tokens_from, a.password_set, a.last_login
            from user_account a join entity e on e.id = a.user_id
            where\s""";

    /** Every token of before is dead, also one of this very millisecond. */
    private static final String END_TOKENS = "tokens_from = greatest(:now, tokens_from) + 1";

    private final Database database;

    AccountStore(Database database) {
        this.database = database;
    }

    Optional<Account> byId(UUID user) {
        return find("a.user_id = :user", query -> query.bind("user", user));
    }

    Optional<Account> byEmail(String email) {
        return find("a.email_key = :key", query -> query.bind("key", Emails.key(email)));
    }

    Optional<Account> byActivateHash(String hash) {
        return find("a.activate_token = :hash", query -> query.bind("hash", hash));
    }

    Optional<Account> byResetHash(String hash) {
        return find("a.reset_token = :hash", query -> query.bind("hash", hash));
    }

    private Optional<Account> find(String condition, UnaryOperator<Query> bind) {
        return database.read(sql -> bind.apply(sql.createQuery(SELECT + condition))
                .map((rs, context) -> new Account(
                        rs.getObject(1, UUID.class),
                        rs.getObject(2, UUID.class),
                        rs.getString(3),
                        rs.getString(4),
                        rs.getBoolean(5),
                        rs.getBoolean(6),
                        rs.getString(7),
                        rs.getObject(8, UUID.class),
                        rs.getLong(9),
                        rs.getLong(10),
                        rs.getLong(11),
                        rs.getInt(12),
                        rs.getLong(13),
                        rs.getLong(14),
                        rs.getLong(15)))
                .findOne());
    }

    /** The tenant of a user, for callers above all tenants. */
    Optional<UUID> tenantOf(UUID user) {
        return tenantOf(user, TypeTable.USER);
    }

    Optional<UUID> tenantOfCustomer(UUID customer) {
        return tenantOf(customer, TypeTable.CUSTOMER);
    }

    private Optional<UUID> tenantOf(UUID id, String kind) {
        return database.read(sql -> sql.createQuery("select tenant_id from entity where id = :id and kind = :kind")
                .bind("id", id)
                .bind("kind", kind)
                .mapTo(UUID.class)
                .findOne());
    }

    /** Adds the account of a new user, without a password; an activation link is made when somebody asks for it. */
    void insert(Change change, UUID user, String email) {
        Update update = change.sql()
                .createUpdate("insert into user_account (user_id, email, email_key, enabled)"
                        + " values (:user, :email, :key, false)")
                .bind("user", user)
                .bind("key", Emails.key(email))
                .bind("email", email);
        execute(change, update, user, email);
    }

    /** Changes the address; links that went to the former one are dead. */
    void changeEmail(Change change, UUID user, String email) {
        endLinks(change, user);
        Update update = change.sql()
                .createUpdate("update user_account set email = :email, email_key = :key where user_id = :user")
                .bind("user", user)
                .bind("key", Emails.key(email))
                .bind("email", email);
        execute(change, update, user, email);
    }

    /** The user whose address it is, in whatever tenant. */
    Optional<UUID> holder(Change change, String email) {
        return change.sql()
                .createQuery("select user_id from user_account where email_key = :key")
                .bind("key", Emails.key(email))
                .mapTo(UUID.class)
                .findOne();
    }

    private static void execute(Change change, Update update, UUID user, String email) {
        boolean taken = change.sql()
                .createQuery(
                        "select exists (select 1 from user_account where email_key = :key" + " and user_id <> :user)")
                .bind("key", Emails.key(email))
                .bind("user", user)
                .mapTo(Boolean.class)
                .one();
        if (taken) {
            throw taken(email);
        }
        try {
            update.execute();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException broken && "23505".equals(broken.getSQLState())) {
                    throw taken(email);
                }
            }
            throw e;
        }
    }

    static Problem taken(String email) {
        return Problem.badRequest("User with email '" + email + "' already present in database!");
    }

    /** Sets a password for good: links, tokens and log-ins of before are dead. Gives back from when tokens count. */
    long setPassword(Change change, UUID user, String hash) {
        String statement = """
                update user_account set password_hash = :hash, password_set = :now, enabled = true, switched_off = false,
                    activate_token = null, activate_nonce = null, activate_until = null, reset_token = null,
                    reset_until = null, failed_attempts = 0, %s
                where user_id = :user returning tokens_from
                """.formatted(END_TOKENS);
        long from = change.sql()
                .createQuery(statement)
                .bind("user", user)
                .bind("now", change.now())
                .bind("hash", hash)
                .mapTo(Long.class)
                .one();
        endSessions(change.sql(), user);
        markOff(change, user, false);
        return from;
    }

    /** As the other, for whoever holds the link; nothing if somebody was faster, or switched the account off. */
    Optional<Long> activate(Change change, UUID user, String tokenHash, String hash) {
        boolean current = change.sql()
                        .createUpdate("update user_account set activate_token = null where user_id = :user"
                                + " and activate_token = :token and activate_until > :now and not switched_off")
                        .bind("user", user)
                        .bind("token", tokenHash)
                        .bind("now", change.now())
                        .execute()
                == 1;
        return current ? Optional.of(setPassword(change, user, hash)) : Optional.empty();
    }

    /** Sets the password of whoever holds the link, without waking a disabled account; nothing if it is used up. */
    Optional<Long> reset(Change change, UUID user, String tokenHash, String hash) {
        String statement = """
                update user_account set password_hash = :hash, password_set = :now, reset_token = null,
                    reset_until = null, failed_attempts = 0, %s
                where user_id = :user and reset_token = :token and reset_until > :now and enabled returning tokens_from
                """.formatted(END_TOKENS);
        Optional<Long> from = change.sql()
                .createQuery(statement)
                .bind("user", user)
                .bind("now", change.now())
                .bind("hash", hash)
                .bind("token", tokenHash)
                .mapTo(Long.class)
                .findOne();
        if (from.isPresent()) {
            endSessions(change.sql(), user);
        }
        return from;
    }

    /** A link by which a user chooses the first password; its secret is here as a hash only. */
    record Activation(String nonce, String tokenHash, UUID by, long until) {}

    /** False if the account is not any more as it was when the link was asked for. */
    boolean setActivation(Change change, Account asked, Activation link) {
        return change.sql()
                        .createUpdate("""
                        update user_account set activate_nonce = :nonce, activate_token = :token, activate_by = :by,
                            activate_until = :until
                        where user_id = :user and tokens_from = :from and email = :email and not switched_off
                        """)
                        .bind("user", asked.userId())
                        .bind("from", asked.tokensFrom())
                        .bind("email", asked.email())
                        .bind("nonce", link.nonce())
                        .bind("token", link.tokenHash())
                        .bind("by", link.by())
                        .bind("until", link.until())
                        .execute()
                == 1;
    }

    /** Ends the links by which a password could be chosen. */
    void endLinks(Change change, UUID user) {
        change.sql()
                .createUpdate("update user_account set activate_nonce = null, activate_token = null,"
                        + " activate_until = null, reset_token = null, reset_until = null where user_id = :user")
                .bind("user", user)
                .execute();
    }

    /** Stores a reset link's hash; false if one was asked for a moment ago, or the account has changed since then. */
    boolean setReset(Account asked, String tokenHash, long until, long now, long notSince) {
        return database.transaction(sql -> sql.createUpdate("""
                                update user_account set reset_token = :token, reset_until = :until, reset_asked = :now
                                where user_id = :user and enabled and coalesce(reset_asked, 0) <= :since
                                    and tokens_from = :from and email = :email
                                """)
                        .bind("user", asked.userId())
                        .bind("from", asked.tokensFrom())
                        .bind("email", asked.email())
                        .bind("token", tokenHash)
                        .bind("until", until)
                        .bind("now", now)
                        .bind("since", notSince)
                        .execute())
                == 1;
    }

    /** The switch; only who has a password can be on. Links of before do not outlive that somebody was off. */
    void setEnabled(Change change, UUID user, boolean enabled) {
        update(change, """
                update user_account set enabled = :enabled and password_hash is not null, switched_off = not :enabled,
                    failed_attempts = 0, %s where user_id = :user
                """.formatted(END_TOKENS), user).bind("enabled", enabled).execute();
        endSessions(change.sql(), user);
        markOff(change, user, !enabled);
        if (!enabled) {
            endLinks(change, user);
        }
    }

    /** Tells the directory, where what rests on just this user sleeps meanwhile. */
    private static void markOff(Change change, UUID user, boolean isOff) {
        change.find(user).ifPresent(entry -> {
            if (isOff) {
                change.facts().mark(entry, Mark.ACCOUNT_OFF);
            } else {
                change.facts().unmark(entry, Mark.ACCOUNT_OFF);
            }
        });
    }

    /** True if one of the accounts is on. */
    boolean anyOpen(Change change, Collection<UUID> users) {
        return change.sql()
                .createQuery("select exists (select 1 from user_account where user_id = any(:users) and enabled)")
                .bindArray("users", UUID.class, users.toArray())
                .mapTo(Boolean.class)
                .one();
    }

    /** As switching off, but the count of wrong passwords stays and says why; false if somebody was faster. */
    boolean lock(Change change, UUID user) {
        String statement =
                "update user_account set enabled = false, " + END_TOKENS + " where user_id = :user and enabled";
        boolean locked = update(change, statement, user).execute() == 1;
        endSessions(change.sql(), user);
        endLinks(change, user);
        return locked;
    }

    /** Ends every log-in and token of a user. */
    void endAccess(Change change, UUID user) {
        update(change, "update user_account set " + END_TOKENS + " where user_id = :user", user)
                .execute();
        endSessions(change.sql(), user);
    }

    /** Counts a wrong password; also touches the table for nobody, so that both take equally long. */
    int countFailure(Handle sql, UUID user) {
        return sql.createQuery("update user_account set failed_attempts = failed_attempts + 1 where user_id = :user"
                        + " returning failed_attempts")
                .bind("user", user)
                .mapTo(Integer.class)
                .findOne()
                .orElse(0);
    }

    void loggedIn(Handle sql, UUID user, long now) {
        sql.createUpdate("update user_account set failed_attempts = 0, last_login = :now where user_id = :user")
                .bind("user", user)
                .bind("now", now)
                .execute();
    }

    private static Update update(Change change, String statement, UUID user) {
        return change.sql().createUpdate(statement).bind("user", user).bind("now", change.now());
    }

    private static void endSessions(Handle sql, UUID user) {
        sql.createUpdate("delete from user_session where user_id = :user")
                .bind("user", user)
                .execute();
    }
}
