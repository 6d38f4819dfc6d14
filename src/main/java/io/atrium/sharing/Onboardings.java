package io.atrium.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.access.RoleDefinition;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Change;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Platform;
import io.atrium.entity.SaveOptions;
import io.atrium.entity.Scope;
import io.atrium.sharing.AccessPlan.PlannedThing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes a customer with all that it starts with, in one change (design.md section 5). */
final class Onboardings {

    private final Platform platform;
    private final EntityChanges changes;
    private final Invitations invitations;

    Onboardings(Platform platform, EntityChanges changes, Invitations invitations) {
        this.platform = platform;
        this.changes = changes;
        this.invitations = invitations;
    }

    /** One onboarding under way. */
    private record Work(Change change, Scope scope, Entry customer, Entry above, UndoNotes notes) {}

    /** What the change made. */
    private record Made(
            Entry customer,
            List<Entry> moved,
            List<UUID> grants,
            @Nullable Entry user,
            AccessUndo undo) {}

    OnboardedCustomer apply(Actor actor, Onboarding request) {
        Scope scope = platform.scopes().of(actor);
        Made made = platform.gate().change(actor, actor.tenantId(), change -> make(change, scope, request));
        Directory directory = scope.directory();
        Entry user = made.user();
        return new OnboardedCustomer(
                directory.ref(made.customer()),
                made.customer().name(),
                AccessChanges.named(directory, made.moved()),
                made.grants(),
                user == null ? null : directory.ref(user),
                user == null ? null : invitations.of(actor, user.id()),
                made.undo());
    }

    private Made make(Change change, Scope scope, Onboarding request) {
        Directory directory = scope.directory();
        Kind<?> kind = directory.kinds().require(TypeTable.CUSTOMER);
        List<Ref> groups = request.groupIds() == null ? List.of() : request.groupIds();
        AccessChange.requireAtMost("groupIds", groups, AccessChange.MAX_CHOSEN);
        if (groups.stream().anyMatch(group -> group == null || group.id() == null)) {
            throw Problem.badRequest("Every element of field 'groupIds' must have an id");
        }
        Entry customer = changes.saveIn(
                change,
                scope,
                kind,
                document(kind, request.customer()),
                SaveOptions.inGroups(groups.stream().map(Ref::id).toList()));
        UndoNotes notes = new UndoNotes(directory);
        Work work = new Work(change, scope, customer, directory.entry(customer.owner()), notes);
        List<Entry> moved = move(work, request);
        List<UUID> grants = share(work, request);
        Entry user = request.user() == null ? null : user(work, request.user());
        if (user != null) {
            notes.created(directory.ref(user));
        }
        notes.created(directory.ref(customer));
        joinGroup(work, request.newGroup());
        return new Made(customer, moved, grants, user, notes.undo());
    }

    private static ObjectNode document(Kind<?> kind, @Nullable JsonNode customer) {
        if (customer == null || !customer.isObject()) {
            throw Problem.badRequest("Field 'customer' should be specified!");
        }
        ObjectNode document = EntityChanges.parse(kind, Json.bytes(customer));
        if (document.hasNonNull("id")) {
            throw Problem.badRequest("Field 'customer.id' must not be given; the customer is new");
        }
        return document;
    }

    private static void joinGroup(Work work, @Nullable String name) {
        if (name == null || name.isBlank()) {
            return;
        }
        Map<String, String> names = Map.of(TypeTable.CUSTOMER, name);
        new NamedGroups(work.change(), work.scope(), work.above(), work.above(), names, work.notes())
                .of(TypeTable.CUSTOMER)
                .ifPresent(group -> work.change().addMember(group, work.customer()));
    }

    // ---- things ------------------------------------------------------------------------------------------------

    private static Contained things(Scope scope, Onboarding request, Effort effort) {
        return Contained.of(
                scope,
                request.things(),
                Boolean.TRUE.equals(request.includeContained()),
                Onboardings::requireThing,
                entry -> Owners.isMovable(scope, entry) && !isPerson(scope, entry),
                effort);
    }

    private static Entry requireThing(Scope scope, Ref ref) {
        Entry thing = Owners.requireMovable(scope, ref);
        if (isPerson(scope, thing)) {
            throw Problem.badRequest("Field 'things' must not name users or customers");
        }
        return thing;
    }

    private static boolean isPerson(Scope scope, Entry entry) {
        String kind = scope.directory().kindName(entry);
        return kind.equals(TypeTable.USER) || kind.equals(TypeTable.CUSTOMER);
    }

    private List<Entry> move(Work work, Onboarding request) {
        NamedGroups groups = new NamedGroups(
                work.change(),
                work.scope(),
                work.customer(),
                work.above(),
                request.thingGroups(),
                new UndoNotes(work.scope().directory()));
        List<Entry> moved = new ArrayList<>();
        for (Entry thing : things(
                        work.scope(), request, Effort.inChange(work.scope().directory()))
                .all()) {
            work.notes().moving(thing, true);
            Entry after = changes.changeOwnerIn(work.change(), work.scope(), thing, work.customer());
            groups.of(work.scope().directory().kindName(thing))
                    .ifPresent(group -> work.change().addMember(group, after));
            moved.add(after);
        }
        return moved;
    }

    // ---- shares ------------------------------------------------------------------------------------------------

    private static List<UUID> share(Work work, Onboarding request) {
        List<Onboarding.Share> shares = request.shares() == null ? List.of() : request.shares();
        requireFew(shares);
        Entry receiver = work.change().allUsers(work.customer());
        List<UUID> grants = new ArrayList<>();
        for (Onboarding.Share share : shares) {
            Entry thing = requireShared(work.scope(), share);
            ShareRequest terms = new ShareRequest(
                    share.entity(), null, share.readElseWrite(), share.roleIds(), share.from(), share.until());
            grants.addAll(Shares.grantAll(work.change(), work.scope(), thing, receiver, terms, work.notes()));
        }
        return grants;
    }

    private static void requireFew(List<Onboarding.Share> shares) {
        AccessChange.requireAtMost("shares", shares, AccessChange.MAX_NAMED);
        long grants = 0;
        for (Onboarding.Share share : shares) {
            grants += share == null ? 0 : AccessChange.roles(share.roleIds());
        }
        AccessChange.refuseMany(grants);
    }

    private static Entry requireShared(Scope scope, Onboarding.@Nullable Share share) {
        Ref entity = share == null ? null : share.entity();
        if (entity == null || entity.id() == null || entity.kind() == null) {
            throw Problem.badRequest("Field 'shares.entity' should be specified!");
        }
        return Shares.requireSharable(scope, entity);
    }

    // ---- the first user ----------------------------------------------------------------------------------------

    private Entry user(Work work, Onboarding.FirstUser wanted) {
        Kind<?> kind = work.scope().directory().kinds().require(TypeTable.USER);
        ObjectNode document = Json.object();
        document.put("email", wanted.email());
        document.put("firstName", wanted.firstName());
        document.put("lastName", wanted.lastName());
        document.put("phone", wanted.phone());
        ObjectNode info = document.putObject("additionalInfo");
        String dashboard = wanted.defaultDashboardId();
        if (dashboard != null && !dashboard.isEmpty()) {
            info.put("defaultDashboardId", dashboard);
            info.put("defaultDashboardFullscreen", Boolean.TRUE.equals(wanted.fullScreen()));
        }
        String groupName = wanted.group() == null ? DefaultGroups.CUSTOMER_USERS : wanted.group();
        Entry group = work.change()
                .owned(work.customer(), TypeTable.GROUP)
                .filter(found -> found.name().equals(groupName) && TypeTable.USER.equals(found.subtype()))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("Field 'user.group' must be '" + DefaultGroups.CUSTOMER_USERS
                        + "' or '" + DefaultGroups.CUSTOMER_ADMINISTRATORS + "'"));
        requireCovered(work, groupName);
        Entry user = changes.createIn(
                work.change(), work.scope(), kind, EntityChanges.parse(kind, Json.bytes(document)), work.customer());
        work.change().addMember(group, user);
        return user;
    }

    /** The group is new, but what it gives is known. */
    private static void requireCovered(Work work, String groupName) {
        Scope scope = work.scope();
        RoleDefinition role = DefaultGroups.customerRole(work.change(), work.above(), groupName);
        if (!scope.directory().access().covers(scope.subject(), role, Grant.NONE)) {
            throw Problem.forbidden(
                    "You don't have permission to let somebody into '" + groupName + "': it gives more than you have");
        }
    }

    // ---- previews ----------------------------------------------------------------------------------------------

    /** What the things' present users would lose; the new customer has nobody yet who could gain. */
    AccessPlan preview(Scope scope, Onboarding request, Effort effort) {
        effort.expectLong();
        List<PlannedThing> shared = new ArrayList<>();
        AccessChanges.Tried tried = effort.locked(() -> {
            Entry above = requireCreate(scope, request);
            Contained things = things(scope, request, effort);
            shared.addAll(shared(scope, request));
            return tried(scope, above, things);
        });
        AccessPlan plan = AccessChanges.plan(scope, tried, true, effort);
        List<PlannedThing> planned = new ArrayList<>(plan.entities());
        planned.addAll(shared);
        return new AccessPlan(planned, plan.left(), plan.preview());
    }

    private static Entry requireCreate(Scope scope, Onboarding request) {
        Directory directory = scope.directory();
        Kind<?> kind = directory.kinds().require(TypeTable.CUSTOMER);
        ObjectNode document = document(kind, request.customer());
        Ref chosen = EntityChanges.ref(document, kind.traits().ownerField());
        Entry above = chosen == null || Ref.isNone(chosen)
                ? scope.owner()
                : EntityChanges.requireOwner(scope, chosen, kind.traits().ownerField());
        int type = directory.kinds().number(kind);
        if (!directory.access().checkOwner(scope.subject(), Operation.CREATE, type, above.ordinal())) {
            throw Problem.forbidden("You don't have permission to perform 'CREATE' operation with CUSTOMER!");
        }
        return above;
    }

    private static List<PlannedThing> shared(Scope scope, Onboarding request) {
        List<Onboarding.Share> shares = request.shares() == null ? List.of() : request.shares();
        requireFew(shares);
        return shares.stream()
                .map(share -> AccessChanges.planned(scope.directory(), requireShared(scope, share), false, false))
                .toList();
    }

    private AccessChanges.Tried tried(Scope scope, Entry above, Contained things) {
        Directory directory = scope.directory();
        Trial trial = new Trial();
        int customer = directory.ordinals();
        int type = directory.kinds().number(directory.kinds().require(TypeTable.CUSTOMER));
        trial.add(model -> model.add(customer, type, above.ordinal()));
        things.all().forEach(thing -> AccessChanges.tryMove(directory, trial, thing, customer, List.of()));
        return new AccessChanges.Tried(things, trial.on(directory, platform.clock()), customer);
    }
}
