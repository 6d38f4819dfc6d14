package io.atrium.entity;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/**
 * Writes an entity in the wire's form: header fields from the directory, the body's members as they are stored, and for
 * the info form the owner's name and the groups that the reader may see.
 */
final class EntityJson {

    private EntityJson() {}

    /** Appends one entity; the caller holds the directory's lock. */
    static void write(StringBuilder out, Scope scope, Entry entry, String body, boolean info) {
        Directory directory = scope.directory();
        Kind<?> kind = directory.kind(entry);
        Kind.Traits traits = kind.traits();
        out.append('{');
        ref(out, "id", kind.name(), entry.id().toString());
        out.append(",\"createdTime\":").append(entry.createdTime()).append(',');
        ref(out, "tenantId", "TENANT", directory.tenantId().toString());
        if (!traits.ownerField().isEmpty() && !traits.ownerField().equals("ownerId")) {
            customer(out.append(','), traits.ownerField(), directory, entry);
        }
        text(out.append(','), traits.nameField(), entry.name());
        if (!traits.nameField().equals("name")) {
            text(out.append(','), "name", entry.name());
        }
        if (!traits.subtypeField().isEmpty()) {
            text(out.append(','), traits.subtypeField(), entry.subtype());
        }
        if (traits.hasLabel()) {
            text(out.append(','), "label", entry.label());
        }
        if (!traits.profileField().isEmpty()) {
            profile(out.append(','), traits, directory, entry);
        }
        if (!body.isEmpty()) {
            String shown = traits.secrets().shown(body, scope, entry);
            out.append(',').append(traits.bodyInMemory() ? DashboardLinks.readable(scope, shown) : shown);
        }
        out.append(",\"version\":").append(entry.version());
        if (!traits.ownerField().isEmpty()) {
            Ref owner = directory.ownerRef(entry);
            ref(out.append(','), "ownerId", owner.kind(), owner.id().toString());
        }
        extras(out, scope, kind, entry, info);
        out.append('}');
    }

    private static void extras(StringBuilder out, Scope scope, Kind<?> kind, Entry entry, boolean info) {
        if (!kind.hasComputed() && !info) {
            return;
        }
        Kind.EntityView view = new Kind.EntityView(entry, scope);
        ObjectNode more = Json.object();
        kind.addComputed(view, more);
        if (info) {
            more.put("ownerName", scope.directory().entry(entry.owner()).name());
            if (kind.traits().groupable()) {
                groups(more.putArray("groups"), scope, entry);
            }
            kind.addInfo(scope, entry, more);
        }
        if (!more.isEmpty()) {
            String members = more.toString();
            out.append(',').append(members, 1, members.length() - 1);
        }
    }

    /** The groups made by hand that hold the entity, without those that the reader may not read. */
    private static void groups(ArrayNode groups, Scope scope, Entry entry) {
        for (int ordinal : scope.directory().model().groupsOf(entry.ordinal())) {
            Entry group = scope.directory().entry(ordinal);
            if (scope.may(Operation.READ, group)) {
                groups.addObject()
                        .put("name", group.name())
                        .set("id", Json.tree(scope.directory().ref(group)));
            }
        }
    }

    private static void customer(StringBuilder out, String field, Directory directory, Entry entry) {
        Entry owner = directory.entry(entry.owner());
        String id = owner.ordinal() == AccessModel.TENANT
                ? Ref.NULL_ID.toString()
                : owner.id().toString();
        ref(out, field, "CUSTOMER", id);
        if (!field.equals("customerId")) {
            ref(out.append(','), "customerId", "CUSTOMER", id);
        }
    }

    private static void profile(StringBuilder out, Kind.Traits traits, Directory directory, Entry entry) {
        if (entry.profile() == Grant.NONE) {
            out.append('"').append(traits.profileField()).append("\":null");
        } else {
            ref(
                    out,
                    traits.profileField(),
                    traits.profileKind(),
                    directory.entry(entry.profile()).id().toString());
        }
    }

    private static void ref(StringBuilder out, String field, String kind, String id) {
        out.append('"')
                .append(field)
                .append("\":{\"entityType\":\"")
                .append(kind)
                .append("\",\"id\":\"")
                .append(id)
                .append("\"}");
    }

    static void text(StringBuilder out, String field, @Nullable String value) {
        out.append('"').append(field).append("\":");
        if (value == null) {
            out.append("null");
        } else {
            out.append('"');
            JsonStringEncoder.getInstance().quoteAsString(value, out);
            out.append('"');
        }
    }
}
