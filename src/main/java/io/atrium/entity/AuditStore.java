package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.db.Database;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Inserts audit entries; inside a transaction that is open on the thread they stand or fall with it. */
final class AuditStore {

    private static final String SUCCESS = "SUCCESS";
    private static final String FAILURE = "FAILURE";

    private final Database database;

    AuditStore(Database database) {
        this.database = database;
    }

    /**
     * One entry.
     *
     * @param failure the public reason why it did not happen, or null if it did
     */
    record Line(
            UUID id,
            long created,
            Actor actor,
            UUID tenant,
            AuditAction action,
            AuditTrail.Subject subject,
            @Nullable JsonNode data,
            @Nullable String failure) {}

    void insert(Line line) {
        AuditTrail.Subject subject = line.subject();
        Ref entity = subject.entity();
        database.transaction(sql -> sql.createUpdate("""
                        insert into audit_log (id, tenant_id, created, customer_id, entity_kind, entity_id, entity_name,
                            user_id, user_name, action, status, data, failure)
                        values (:id, :tenant, :created, :customer, :kind, :entity, :name,
                            :user, :userName, :action, :status, :data, :failure)
                        """)
                .bind("id", line.id())
                .bind("tenant", line.tenant())
                .bind("created", line.created())
                .bind("customer", subject.customer() == null ? line.actor().customerId() : subject.customer())
                .bind("kind", entity == null ? null : entity.kind())
                .bind("entity", entity == null ? null : entity.id())
                .bind("name", subject.name())
                .bind("user", line.actor().userId())
                .bind("userName", line.actor().userName())
                .bind("action", line.action().name())
                .bind("status", line.failure() == null ? SUCCESS : FAILURE)
                .bind("data", line.data() == null ? "{}" : Json.write(line.data()))
                .bind("failure", line.failure() == null ? "" : line.failure())
                .execute());
    }
}
