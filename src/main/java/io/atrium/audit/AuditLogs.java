package io.atrium.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.audit.AuditFilter.Target;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.base.Page;
import io.atrium.base.PageLink;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.AuditAction;
import io.atrium.entity.Platform;
import io.atrium.entity.Rows;
import io.atrium.entity.Scope;
import io.atrium.entity.Shown;
import io.atrium.entity.Side;
import io.atrium.http.Reply;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The audit log as a caller may see it. */
final class AuditLogs {

    private static final String RESOURCE = "AUDIT_LOG";
    private static final List<String> SHOWN =
            Arrays.stream(ActionType.values()).map(Enum::name).toList();
    private static final List<String> REFUSALS = List.of(AuditAction.REFUSED.name());
    private static final Set<ActionType> RELATIONS =
            EnumSet.of(ActionType.RELATION_ADD_OR_UPDATE, ActionType.RELATION_DELETED);
    private static final Pattern OPERATION = Pattern.compile("\\b[A-Z][A-Z_]+\\b");

    private final Platform platform;
    private final AuditStore store;

    AuditLogs(Platform platform) {
        this.platform = platform;
        this.store = new AuditStore(platform.database());
    }

    /**
     * What a caller looks for.
     *
     * @param from first millisecond
     * @param until last millisecond
     * @param actions empty for all
     */
    record Wanted(long from, long until, List<ActionType> actions) {
        Wanted {
            if (from > until) {
                throw Problem.badRequest("Parameter 'startTime' must not be after 'endTime'");
            }
        }
    }

    /** Everything that the caller may see. */
    Reply all(Actor actor, Wanted wanted, PageLink link) {
        return list(scope(actor), Target.ANY, wanted, link);
    }

    /** The rows that belong to a customer. */
    Reply ofCustomer(Actor actor, UUID customer, Wanted wanted, PageLink link) {
        Scope scope = scope(actor);
        requireReadable(scope, new Ref("CUSTOMER", customer));
        return list(scope, new Target(customer, null, null), wanted, link);
    }

    /** What happened to an entity. */
    Reply ofEntity(Actor actor, Ref entity, Wanted wanted, PageLink link) {
        Scope scope = scope(actor);
        // The log of the system speaks of tenants and their profiles, which are no entities of the system tenant.
        if (!actor.isSystem()) {
            requireReadable(scope, entity);
        }
        return list(scope, new Target(null, entity, null), wanted, link);
    }

    /** What a user did. */
    Reply ofUser(Actor actor, UUID user, Wanted wanted, PageLink link) {
        Scope scope = scope(actor);
        requireReadable(scope, new Ref("USER", user));
        return list(scope, new Target(null, null, user), wanted, link);
    }

    /** What callers of the tenant were refused. */
    Reply refusals(Actor actor, long from, long until, PageLink link) {
        Scope scope = scope(actor);
        Wanted wanted = new Wanted(from, until, List.of());
        AuditFilter filter = filter(scope, Target.ANY, wanted, REFUSALS);
        return page(scope, filter, link, AuditLogs::refusal);
    }

    private Scope scope(Actor actor) {
        Scope scope = platform.scopes().of(actor);
        return scope.read(() -> {
            scope.requireGenerally(Operation.READ, RESOURCE);
            return scope;
        });
    }

    private static void requireReadable(Scope scope, Ref ref) {
        scope.read(() -> scope.require(Operation.READ, ref));
    }

    private Reply list(Scope scope, Target target, Wanted wanted, PageLink link) {
        List<String> actions = wanted.actions().isEmpty()
                ? SHOWN
                : wanted.actions().stream().map(Enum::name).toList();
        return page(scope, filter(scope, target, wanted, actions), link, row -> entry(scope, row));
    }

    private Reply page(Scope scope, AuditFilter filter, PageLink link, Function<AuditStore.Row, Object> form) {
        return platform.heavyReads().run(scope, effort -> {
            // Before a connection to the database is taken, on which others wait.
            effort.expectLong();
            Page<AuditStore.Row> rows = store.page(filter, link, effort::hold);
            return Rows.page(effort, rows, Rows.json(form::apply));
        });
    }

    private static AuditFilter filter(Scope scope, Target target, Wanted wanted, List<String> actions) {
        return new AuditFilter(
                scope.directory().tenantId(), Side.customers(scope), target, wanted.from(), wanted.until(), actions);
    }

    private static AuditLog entry(Scope scope, AuditStore.Row row) {
        ActionType action = ActionType.valueOf(row.action());
        return new AuditLog(
                new Ref(RESOURCE, row.id()),
                row.created(),
                Ref.tenant(row.tenant()),
                Ref.customer(row.customer()),
                entity(row),
                row.entityName(),
                isHidden(scope, row) ? null : user(row),
                userName(scope, row),
                action,
                data(scope, row, action),
                ActionStatus.valueOf(row.status()),
                row.failure());
    }

    /** People of a customer do not learn who the tenant's administrators are, only that it was they. */
    private static @Nullable String userName(Scope scope, AuditStore.Row row) {
        String name = row.userName();
        return name == null || !isCustomers(scope) ? name : Shown.doer(scope, row.user(), name);
    }

    private static boolean isHidden(Scope scope, AuditStore.Row row) {
        UUID user = row.user();
        return user != null && isCustomers(scope) && !isReadable(scope, user.toString());
    }

    private static boolean isCustomers(Scope scope) {
        return scope.actor().authority() == Authority.CUSTOMER_USER;
    }

    /**
     * Who owned a thing before is not the business of the customer that owns it now, and what was shared once has no
     * name any more for people who may no longer read it.
     */
    private static JsonNode data(Scope scope, AuditStore.Row row, ActionType action) {
        if (scope.actor().authority() != Authority.CUSTOMER_USER) {
            return Json.raw(row.data());
        }
        JsonNode data = Json.read(row.data(), JsonNode.class);
        if (data instanceof ObjectNode fields) {
            fields.remove(List.of("impersonator", "impersonatorId"));
            if (action == ActionType.CHANGE_OWNER) {
                fields.remove("formerOwnerName");
            }
            if (fields.hasNonNull("targetId")
                    && !isReadable(scope, fields.path("targetId").asText())) {
                fields.remove(List.of("targetId", "targetName"));
            }
            if (HiddenIds.remove(scope, data) && RELATIONS.contains(action)) {
                // Nobody sees a relation who may not read both ends.
                fields.removeAll();
            }
        }
        return data;
    }

    private static boolean isReadable(Scope scope, String id) {
        return scope.directory()
                .find(UUID.fromString(id))
                .filter(entry -> scope.may(Operation.READ, entry))
                .isPresent();
    }

    private static AccessRefusal refusal(AuditStore.Row row) {
        return new AccessRefusal(
                new Ref(RESOURCE, row.id()),
                row.created(),
                Ref.customer(row.customer()),
                entity(row),
                row.entityName(),
                user(row),
                row.userName(),
                operation(row.failure()),
                row.failure());
    }

    /** The operation that the reason of a refusal names. */
    private static @Nullable String operation(String reason) {
        Matcher words = OPERATION.matcher(reason);
        return words.results()
                .map(word -> word.group())
                .filter(word -> Arrays.stream(Operation.values())
                        .anyMatch(known -> known.name().equals(word)))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Ref entity(AuditStore.Row row) {
        return row.entity() == null || row.entityKind() == null ? null : new Ref(row.entityKind(), row.entity());
    }

    private static @Nullable Ref user(AuditStore.Row row) {
        return row.user() == null ? null : new Ref("USER", row.user());
    }
}
