package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Problem;
import io.atrium.entity.Change;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Handover;
import io.atrium.entity.Kind;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What belongs to saving and deleting a customer (access-model 1.6 and 4.4). */
final class CustomerHooks implements KindHooks {

    static final String PUBLIC = "Public";

    /** Kinds that go with their customer without being asked for: they only say who may do what. */
    private static final List<String> FURNITURE = List.of(TypeTable.GROUP, TypeTable.ROLE);

    private static final int MAX_LISTED = 10;

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
        Handover.requireAllBelow(scope, entry);
    }

    /** A customer that still owns something stays; groups and roles alone do not hold it. */
    @Override
    public void deleting(Change change, Scope scope, Entry customer) {
        List<String> owned = new ArrayList<>();
        boolean hidden = false;
        for (Kind<?> kind : change.directory().kinds().all()) {
            if (!FURNITURE.contains(kind.name())) {
                List<Entry> things = change.owned(customer, kind.name()).toList();
                long shown = things.stream()
                        .filter(thing -> isShown(change, scope, thing))
                        .count();
                hidden |= shown < things.size();
                if (shown > 0) {
                    owned.add(shown + " " + kind.name());
                }
            }
        }
        if (!owned.isEmpty() || hidden) {
            String what = owned.isEmpty() ? "something" : String.join(", ", owned) + (hidden ? " and more" : "");
            throw Problem.badRequest("Customer '" + customer.name() + "' still owns " + what
                    + "; delete or move them first, or repeat with cascade=true to delete them, too");
        }
        requireRolesUnused(change, scope, customer);
        removeFurniture(change, customer);
    }

    /** Nobody is told of what he may not read; what this change makes is his own. */
    private static boolean isShown(Change change, Scope scope, Entry thing) {
        return change.directory().find(thing.id()).isEmpty() || scope.may(Operation.READ, thing);
    }

    /** A customer that is deleted with all below it. */
    private record Doomed(Entry customer) {}

    /** Roles go with their customer, but not from under people of others. */
    private static void requireRolesUnused(Change change, Scope scope, Entry customer) {
        AccessModel model = change.directory().model();
        Predicate<Integer> isGoing = ordinal -> ordinal != Grant.NONE
                && (ordinal == customer.ordinal()
                        || model.isInChain(customer.ordinal(), ordinal)
                        || change.notes().of(Doomed.class).stream()
                                .anyMatch(doomed ->
                                        model.isInChain(doomed.customer().ordinal(), ordinal)));
        for (Entry role : change.owned(customer, TypeTable.ROLE).toList()) {
            List<Grant> outside = model.grantsOfRole(role.ordinal()).stream()
                    .filter(grant -> !change.directory().access().isOver(grant))
                    .filter(grant -> !isGoing.test(grant.subject()) && !isGoing.test(grant.target()))
                    .toList();
            if (!outside.isEmpty()) {
                String holders = outside.stream()
                        .map(grant -> change.directory().entry(grant.subject()))
                        .filter(subject -> scope.may(Operation.READ, subject))
                        .limit(MAX_LISTED)
                        .map(subject -> "'" + subject.name() + "' of '"
                                + change.directory().entry(subject.owner()).name() + "'")
                        .distinct()
                        .collect(Collectors.joining(", "));
                throw Problem.badRequest("Role '" + role.name() + "' of customer '" + customer.name()
                        + "' is held by people outside of it" + (holders.isEmpty() ? "" : ", among them " + holders)
                        + "; give them another role first");
            }
        }
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
        change.notes().of(Doomed.class).add(new Doomed(customer));
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
