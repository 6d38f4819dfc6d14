package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Ref;
import io.atrium.db.Database;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Puts log-ins, log-outs and failures on record, each in one transaction with its audit entry. */
final class LoginStore {

    private final Database database;
    private final AuditTrail audit;
    private final AccountStore accounts;

    LoginStore(Database database, AuditTrail audit, AccountStore accounts) {
        this.database = database;
        this.audit = audit;
        this.accounts = accounts;
    }

    /** What is known of a log-in besides its user. */
    record Login(UUID session, UUID refreshId, long now, long expires, JsonNode client) {}

    /**
     * Opens a log-in; gives back the log-ins that had to make room for it.
     *
     * @param checked the account as it was when its password or link was checked; refused if it has changed since then
     */
    List<UUID> open(Actor actor, Login login, AuditTrail.Subject subject, Account checked) {
        return database.transaction(sql -> {
            GroundStore.hold(sql, checked);
            return open(sql, actor, login, subject);
        });
    }

    /**
     * Opens another log-in of somebody who is logged in; gives back the log-ins that had to make room for it.
     *
     * @param asker the user with the log-in that asks; refused if that has ended
     */
    List<UUID> openBeside(Actor actor, Login login, AuditTrail.Subject subject, Actor asker) {
        return database.transaction(sql -> {
            GroundStore.hold(sql, asker);
            return open(sql, actor, login, subject);
        });
    }

    private List<UUID> open(Handle sql, Actor actor, Login login, AuditTrail.Subject subject) {
        accounts.loggedIn(sql, actor.userId(), login.now());
        audit.record(actor, actor.tenantId(), AuditAction.LOGIN, subject, login.client());
        return SessionStore.open(sql, login.session(), login.refreshId(), actor.userId(), login.now(), login.expires());
    }

    /** Opens a log-in of somebody in the place of the user, which is no log-in of the user's own. */
    List<UUID> impersonate(Actor impersonator, Actor user, Login login, AuditTrail.Subject subject) {
        return database.transaction(sql -> {
            GroundStore.hold(sql, impersonator);
            audit.record(impersonator, user.tenantId(), AuditAction.LOGIN, subject, login.client());
            return SessionStore.open(
                    sql, login.session(), login.refreshId(), user.userId(), login.now(), login.expires());
        });
    }

    /** Ends a log-in whose refresh token came twice; the audit log has it as a failure. */
    void closeStolen(Actor actor, UUID session, AuditTrail.Subject subject, String reason) {
        database.transaction(sql -> {
            SessionStore.close(sql, session);
            audit.failure(actor, actor.tenantId(), AuditAction.LOGIN, subject, reason);
            return true;
        });
    }

    void close(Actor actor, UUID session, AuditTrail.Subject subject, JsonNode client) {
        database.transaction(sql -> {
            SessionStore.close(sql, session);
            audit.record(actor, actor.tenantId(), AuditAction.LOGOUT, subject, client);
            return true;
        });
    }

    /** Counts a wrong password; for an unknown name the same work is done for nobody. */
    int failed(Actor actor, AuditTrail.Subject subject, String reason) {
        return database.transaction(sql -> {
            UUID user = subject.entity() == null ? Ref.NULL_ID : actor.userId();
            int failures = accounts.countFailure(sql, user);
            audit.failure(actor, actor.tenantId(), AuditAction.LOGIN, subject, reason);
            return failures;
        });
    }
}
