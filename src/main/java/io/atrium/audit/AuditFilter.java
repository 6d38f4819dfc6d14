package io.atrium.audit;

import io.atrium.base.Ref;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the audit log are wanted.
 *
 * @param within the only customers whose rows the caller may see; null for the whole tenant
 * @param from first millisecond
 * @param until last millisecond
 * @param actions the only actions to show
 */
record AuditFilter(
        UUID tenant, @Nullable List<UUID> within, Target target, long from, long until, List<String> actions) {

    /** Narrows the rows to one customer, one entity or one user; each may be absent. */
    record Target(
            @Nullable UUID customer,
            @Nullable Ref entity,
            @Nullable UUID user) {
        static final Target ANY = new Target(null, null, null);
    }
}
