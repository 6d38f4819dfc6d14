package io.atrium.entity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.Value;
import io.atrium.entity.Entities.Form;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Saves imported lines with the caller's rights: the entity, its attributes, and what its kind adds. */
final class BulkImportSave {

    private static final String INFO = "additionalInfo";

    private final Platform platform;
    private final Actor actor;
    private final BulkImportTarget target;
    private final Optional<Ref> owner;
    private final List<UUID> groups;
    private final boolean mayUpdate;
    private final Scope scope;

    /**
     * @param mayUpdate whether a line may change a thing that is there
     */
    BulkImportSave(
            Platform platform,
            Actor actor,
            BulkImportTarget target,
            Optional<Ref> owner,
            List<UUID> groups,
            boolean mayUpdate) {
        this.platform = platform;
        this.actor = actor;
        this.target = target;
        this.owner = owner;
        this.groups = groups;
        this.mayUpdate = mayUpdate;
        this.scope = platform.scopes().of(actor);
    }

    Directory directory() {
        return scope.directory();
    }

    /** A line and what became of it. */
    record Saved(BulkImportLine line, Entry entry, boolean isNew) {}

    /** Saves some lines in one change: all of them, or none. */
    List<Saved> all(List<BulkImportLine> lines) {
        return platform.gate().change(actor, actor.tenantId(), change -> {
            List<Saved> saved = new ArrayList<>();
            lines.forEach(line -> saved.add(one(change, line)));
            return saved;
        });
    }

    private Saved one(Change change, BulkImportLine line) {
        Optional<Entry> there = EntityStore.byName(
                        change.sql(), change.directory().tenantId(), target.kind(), line.name())
                .flatMap(id -> scope.readable(new Ref(target.kind().name(), id)));
        if (there.isPresent() && !mayUpdate) {
            throw TakenNames.taken(target.kind());
        }
        // A name that is taken by what the caller does not see is refused when it is saved.
        ObjectNode document = there.isPresent() ? before(there.get()) : fresh();
        fill(document, line);
        Entry entry = target.changes().saveIn(change, scope, target.kind(), document, SaveOptions.inGroups(groups));
        boolean isNew = there.isEmpty();
        attributes(change, entry, line, isNew);
        series(change, entry, line, isNew);
        target.saved(change, scope, entry, line, isNew);
        return new Saved(line, entry, isNew);
    }

    private ObjectNode before(Entry entry) {
        ObjectNode document = platform.entities().document(scope, entry, Form.PLAIN);
        document.remove("version");
        return document;
    }

    private ObjectNode fresh() {
        ObjectNode document = Json.object();
        owner.ifPresent(ref -> document.set(target.kind().traits().ownerField(), Json.tree(ref)));
        return document;
    }

    private void fill(ObjectNode document, BulkImportLine line) {
        Kind.Traits traits = target.kind().traits();
        document.put(traits.nameField(), line.name());
        line.field(BulkImportColumnType.TYPE).ifPresent(type -> {
            document.put(traits.subtypeField(), type);
            document.remove(traits.profileField());
        });
        line.field(BulkImportColumnType.LABEL).ifPresent(label -> document.put("label", label));
        ObjectNode info = document.get(INFO) instanceof ObjectNode given ? given : Json.object();
        line.field(BulkImportColumnType.DESCRIPTION).ifPresent(text -> info.put("description", text));
        line.field(BulkImportColumnType.IS_GATEWAY)
                .ifPresent(text -> info.put("gateway", text.equalsIgnoreCase("true") || text.equals("1")));
        document.set(INFO, info);
    }

    private void attributes(Change change, Entry entry, BulkImportLine line, boolean isNew) {
        for (KeyScope keyScope : List.of(KeyScope.SERVER_SCOPE, KeyScope.SHARED_SCOPE)) {
            Map<String, Value> values = line.values(keyScope);
            if (!values.isEmpty()) {
                require(Operation.WRITE_ATTRIBUTES, entry, isNew);
                requireRoom(change, entry, keyScope, values);
                platform.attributes().requireImportable(scope, entry, keyScope, values.keySet());
                change.putAttributes(entry, keyScope, values);
                change.publish(new Attributes.AttributesChanged(
                        change.directory().tenantId(),
                        entry,
                        keyScope,
                        new HashMap<>(values),
                        List.of(),
                        change.now()));
                change.audit(
                        AuditAction.ATTRIBUTES_UPDATED,
                        entry,
                        Json.object().put("scope", keyScope.name()).set("attributes", tree(values)));
            }
        }
    }

    private void requireRoom(Change change, Entry entry, KeyScope keyScope, Map<String, Value> values) {
        int fresh = 0;
        long longTexts = 0;
        for (String key : values.keySet()) {
            int length = Objects.requireNonNull(values.get(key)).textLength();
            if (length > Latest.MAX_TEXT) {
                longTexts += length;
                platform.keyLimits()
                        .longTextRefusal(change.directory(), entry, keyScope, key, longTexts)
                        .ifPresent(refusal -> {
                            throw refusal;
                        });
            }
            if (!change.directory().latest().has(keyScope, key, entry.ordinal())) {
                platform.keyLimits()
                        .refusal(change.directory(), entry, keyScope, key, fresh++)
                        .ifPresent(refusal -> {
                            throw refusal;
                        });
            }
        }
    }

    /** Only says who wrote what: points are stored when the entity is there. */
    private void series(Change change, Entry entry, BulkImportLine line, boolean isNew) {
        Map<String, Value> values = line.values(KeyScope.TIME_SERIES);
        if (!values.isEmpty()) {
            require(Operation.WRITE_TELEMETRY, entry, isNew);
            change.audit(
                    AuditAction.TIMESERIES_UPDATED,
                    entry,
                    Json.object().put("values", values.size()).set("timeseries", Json.tree(values.keySet())));
        }
    }

    private static ObjectNode tree(Map<String, Value> values) {
        ObjectNode tree = Json.object();
        values.forEach((key, value) -> tree.set(key, value.json()));
        return tree;
    }

    /** A new entity is not in the directory yet: its owner and its groups decide what the caller may do to it. */
    private void require(Operation operation, Entry entry, boolean isNew) {
        if (!isNew) {
            scope.require(operation, entry);
            return;
        }
        var access = scope.directory().access();
        boolean allowed = access.checkOwner(scope.subject(), operation, entry.type(), entry.owner())
                || groups.stream()
                        .flatMap(group -> scope.directory().find(group).stream())
                        .anyMatch(group -> access.checkMembers(scope.subject(), operation, group.ordinal()));
        if (!allowed) {
            throw Problem.forbidden("You don't have permission to perform '" + operation + "' operation with "
                    + target.kind().name() + "!");
        }
    }
}
