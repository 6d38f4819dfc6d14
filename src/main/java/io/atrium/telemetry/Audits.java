package io.atrium.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;

/** Puts what users did to data on the audit log. */
final class Audits {

    private Audits() {}

    static void record(Platform platform, Scope scope, AuditAction action, Entry entry, JsonNode data) {
        Directory directory = scope.directory();
        AuditTrail.Subject subject = scope.read(() -> {
            boolean ofTenant = entry.owner() == directory.tenant().ordinal();
            return new AuditTrail.Subject(
                    directory.ref(entry),
                    entry.name(),
                    ofTenant ? null : directory.entry(entry.owner()).id());
        });
        platform.audit().record(scope.actor(), directory.tenantId(), action, subject, data);
    }
}
