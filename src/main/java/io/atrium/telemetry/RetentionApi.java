package io.atrium.telemetry;

import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.AuditAction;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import io.atrium.http.Routes;
import java.util.List;
import java.util.Map;

/** The routes of retention rules; setting them on a tenant or a profile deletes the data of many, and so needs more. */
final class RetentionApi {

    private static final String PATH = "/api/telemetry/retention/{entityType}/{entityId}";
    private static final String CHANGES =
            "administration of the entity by roles of its owner or of one above, never by a share; on a tenant or a"
                    + " profile WRITE on it, and as a tenant administrator WRITE_TELEMETRY on all that it is for";

    /** Levels that stand for many things, and the things. */
    private static final Map<String, List<String>> WIDE = Map.of(
            "TENANT", List.of("DEVICE", "ASSET"),
            "DEVICE_PROFILE", List.of("DEVICE"),
            "ASSET_PROFILE", List.of("ASSET"));

    private final Platform platform;
    private final Retention retention;

    RetentionApi(Platform platform, Retention retention) {
        this.platform = platform;
        this.retention = retention;
    }

    void add(Routes.Area area) {
        area.get(PATH, "getRetention", "Rules set on this entity itself: how long points are kept")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the entity")
                .answersList(RetentionRule.class)
                .handle(this::get);
        area.post(
                        PATH,
                        "saveRetention",
                        "Replaces the rules of a tenant, a profile or an entity. The nearest rule decides about a point:"
                                + " entity, profile, tenant, then the tenant profile; older points are deleted for good"
                                + " by the next sweeps, at most a day late; latest values stay")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(CHANGES)
                .bodyList(RetentionRule.class)
                .answersList(RetentionRule.class)
                .handle(this::save);
        area.post(PATH + "/preview", "previewRetention", "Counts what rules would delete now, and deletes nothing")
                .reads()
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(CHANGES)
                .bodyList(RetentionRule.class)
                .answers(RetentionPreview.class)
                .handle(this::preview);
    }

    private List<RetentionRule> get(Call call) {
        Scope scope = platform.scopes().of(call.actor());
        Entry entry = scope.read(() -> scope.require(Operation.READ, call.ref("entityType", "entityId")));
        return retention.rulesOn(scope.directory(), entry);
    }

    private List<RetentionRule> save(Call call) {
        Scope scope = platform.scopes().of(call.actor());
        Entry entry = changeable(scope, call);
        List<RetentionRule> rules = RetentionRule.checked(call.bodyList(RetentionRule.class));
        Directory directory = scope.directory();
        platform.gate().change(call.actor(), directory.tenantId(), change -> {
            Entry there = change.find(entry.id()).orElseThrow(Problem::notFound);
            Entry owner = scope.owner();
            RetentionStore.replace(
                    change.sql(),
                    directory.tenantId(),
                    there.id(),
                    owner.ordinal() == AccessModel.TENANT ? null : owner.id(),
                    rules);
            change.audit(AuditAction.UPDATED, there, Json.object().set("retention", Json.tree(rules)));
            return there.id();
        });
        return rules;
    }

    private RetentionPreview preview(Call call) {
        Scope scope = platform.scopes().of(call.actor());
        Entry entry = changeable(scope, call);
        List<RetentionRule> rules = RetentionRule.checked(call.bodyList(RetentionRule.class));
        return retention.preview(scope.directory(), entry, rules);
    }

    /** What is deleted is gone for the owner, and goes on being deleted after a share has ended. */
    private static void requireOwnersSide(Scope scope, Entry entry) {
        if (!scope.directory().access().administers(scope.subject(), entry.type(), entry.owner())) {
            throw Problem.forbidden(
                    "Only administrators of the owner of '" + entry.name() + "' say how long it keeps points");
        }
    }

    private Entry changeable(Scope scope, Call call) {
        List<String> things = WIDE.get(call.path("entityType"));
        return scope.read(() -> {
            Entry entry = scope.require(Operation.WRITE, call.ref("entityType", "entityId"));
            if (scope.directory().model().group(entry.ordinal()) != null) {
                throw Problem.badRequest(
                        "A group has no series; set the rules on the entities, their profile or the tenant");
            }
            Lens.requireWritable(call.ref("entityType", "entityId"));
            if (things == null) {
                scope.require(Operation.WRITE_TELEMETRY, entry);
                requireOwnersSide(scope, entry);
                return entry;
            }
            if (call.actor().authority() != Authority.TENANT_ADMIN) {
                throw Problem.forbidden("Only tenant administrators may set the retention of a tenant or a profile");
            }
            things.forEach(thing -> scope.requireGenerally(Operation.WRITE_TELEMETRY, thing));
            return entry;
        });
    }
}
