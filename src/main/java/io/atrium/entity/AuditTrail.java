package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.db.Database;
import java.time.InstantSource;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes the audit log: who did, or was refused, what to whom (access-model 5.3). */
public final class AuditTrail {

    private static final String SUCCESS = "SUCCESS";
    private static final String FAILURE = "FAILURE";

    private final Database database;
    private final Ids ids;
    private final InstantSource clock;

    public AuditTrail(Database database, Ids ids, InstantSource clock) {
        this.database = database;
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

    /** Records something that happened inside an open transaction, so that it stands or falls with it. */
    public void record(
            Handle sql, Actor actor, UUID tenant, AuditAction action, Subject subject, @Nullable JsonNode data) {
        insert(sql, actor, tenant, action, subject, data, null);
    }

    /** Records something that happened outside a change, for instance a log-in. */
    public void record(Actor actor, UUID tenant, AuditAction action, Subject subject, @Nullable JsonNode data) {
        database.transaction(sql -> {
            insert(sql, actor, tenant, action, subject, data, null);
            return true;
        });
    }

    /** Records a refusal or a failure, with its public reason. */
    public void failure(Actor actor, UUID tenant, AuditAction action, Subject subject, String reason) {
        database.transaction(sql -> {
            insert(sql, actor, tenant, action, subject, null, reason);
            return true;
        });
    }

    private void insert(
            Handle sql,
            Actor actor,
            UUID tenant,
            AuditAction action,
            Subject subject,
            @Nullable JsonNode data,
            @Nullable String failure) {
        UUID customer = subject.customer() == null ? actor.customerId() : subject.customer();
        Ref entity = subject.entity();
        sql.createUpdate("""
                        insert into audit_log (id, tenant_id, created, customer_id, entity_kind, entity_id, entity_name,
                            user_id, user_name, action, status, data, failure)
                        values (:id, :tenant, :created, :customer, :kind, :entity, :name,
                            :user, :userName, :action, :status, :data, :failure)
                        """)
                .bind("id", ids.next())
                .bind("tenant", tenant)
                .bind("created", clock.millis())
                .bind("customer", customer)
                .bind("kind", entity == null ? null : entity.kind())
                .bind("entity", entity == null ? null : entity.id())
                .bind("name", subject.name())
                .bind("user", actor.userId())
                .bind("userName", actor.userName())
                .bind("action", action.name())
                .bind("status", failure == null ? SUCCESS : FAILURE)
                .bind("data", data == null ? "{}" : Json.write(data))
                .bind("failure", failure == null ? "" : failure)
                .execute();
    }
}
