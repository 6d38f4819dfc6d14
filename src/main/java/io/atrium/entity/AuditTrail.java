package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Ids;
import io.atrium.base.Ref;
import io.atrium.db.Database;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the audit log: who did, or was refused, what to whom (access-model 5.3). An entry joins the transaction that is
 * open on the thread, so that it stands or falls with what it tells of; without one it is stored at once.
 */
public final class AuditTrail {

    private final AuditStore store;
    private final Ids ids;
    private final InstantSource clock;

    public AuditTrail(Database database, Ids ids, InstantSource clock) {
        this.store = new AuditStore(database);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What an entry is about.
     *
     * @param customer the customer that the subject belongs to, or null for the tenant's own
     */
    public record Subject(
            @Nullable Ref entity,
            @Nullable String name,
            @Nullable UUID customer) {}

    /** Records something that happened, without what is named like a secret in its data. */
    public void record(Actor actor, UUID tenant, AuditAction action, Subject subject, @Nullable JsonNode data) {
        JsonNode shown = data == null ? null : AuditedSecrets.masked(data);
        store.insert(new AuditStore.Line(ids.next(), clock.millis(), actor, tenant, action, subject, shown, null));
    }

    /** Records a refusal or a failure, with its public reason. */
    public void failure(Actor actor, UUID tenant, AuditAction action, Subject subject, String reason) {
        store.insert(new AuditStore.Line(ids.next(), clock.millis(), actor, tenant, action, subject, null, reason));
    }
}
