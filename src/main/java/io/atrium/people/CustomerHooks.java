package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Problem;
import io.atrium.entity.Change;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What belongs to saving and deleting a customer (access-model 1.6 and 4.4). */
final class CustomerHooks implements KindHooks {

    static final String PUBLIC = "Public";

    /** Kinds that go with their customer without being asked for: they only say who may do what. */
    private static final List<String> FURNITURE = List.of(TypeTable.GROUP, TypeTable.ROLE);

    @Override
    public void prepare(Change change, Scope scope, ObjectNode document, @Nullable Entry before) {
        String title = document.path("title").asText("");
        JsonNode sent = document.path("additionalInfo");
        if (!sent.isMissingNode() && !sent.isNull() && !sent.isObject()) {
            throw Problem.badRequest("Field 'additionalInfo' must be an object");
        }
        if (sent.toString().length() > UserHooks.MAX_INFO) {
            throw Problem.badRequest("Field 'additionalInfo' is longer than " + UserHooks.MAX_INFO + " characters");
        }
        if (scope.actor().isSystem()) {
            return;
        }
        boolean isPublic = before != null && Accounts.isPublic(change.directory(), before);
        if (isPublic != title.equalsIgnoreCase(PUBLIC)) {
            throw Problem.badRequest(
                    "Customer with title '" + PUBLIC + "' is made by the platform; choose another title");
        }
        if (sent instanceof ObjectNode info) {
            info.remove("isPublic");
        }
        if (isPublic) {
            (sent instanceof ObjectNode info ? info : document.putObject("additionalInfo")).put("isPublic", true);
        }
    }

    @Override
    public void inserted(Change change, Scope scope, Entry entry, ObjectNode document) {
        DefaultGroups.ofCustomer(change, entry, change.directory().entry(entry.owner()));
    }

    @Override
    public void changingOwner(Change change, Scope scope, Entry entry, Entry newOwner) {
        if (Accounts.isPublic(change.directory(), entry)) {
            throw Problem.badRequest("Customer '" + entry.name() + "' is the platform's and stays the tenant's");
        }
    }

    /** A customer that still owns something stays; groups and roles alone do not hold it. */
    @Override
    public void deleting(Change change, Scope scope, Entry customer) {
        List<String> owned = new ArrayList<>();
        for (Kind<?> kind : change.directory().kinds().all()) {
            long count = FURNITURE.contains(kind.name())
                    ? 0
                    : change.owned(customer, kind.name()).count();
            if (count > 0) {
                owned.add(count + " " + kind.name());
            }
        }
        if (!owned.isEmpty()) {
            throw Problem.badRequest("Customer '" + customer.name() + "' still owns " + String.join(", ", owned)
                    + "; delete or move them first, or repeat with cascade=true to delete them, too");
        }
        removeFurniture(change, customer);
    }

    private static void removeFurniture(Change change, Entry customer) {
        for (Entry group : change.owned(customer, TypeTable.GROUP).toList()) {
            AccessModel.Group facts = change.directory().model().group(group.ordinal());
            if (facts == null || !facts.computed()) {
                change.delete(group);
            }
        }
        change.owned(customer, TypeTable.ROLE).toList().forEach(change::delete);
    }

    /** Deletes what a customer owns, the customers below first; the caller must be allowed to delete each thing. */
    static void cascade(Change change, Scope scope, Entry customer, EntityChanges changes) {
        for (Entry below : change.owned(customer, TypeTable.CUSTOMER).toList()) {
            scope.require(Operation.DELETE, below);
            cascade(change, scope, below, changes);
            changes.deleteIn(change, scope, below);
        }
        for (Kind<?> kind : change.directory().kinds().all()) {
            if (FURNITURE.contains(kind.name())) {
                continue;
            }
            for (Entry entry : change.owned(customer, kind.name()).toList()) {
                scope.require(Operation.DELETE, entry);
                changes.deleteIn(change, scope, entry);
            }
        }
    }
}
