package io.atrium.sharing;

import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.base.Ref;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.entity.Shown;
import io.atrium.http.Call;
import io.atrium.http.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The shares of a thing, whoever uses them: a customer without users is listed, too. */
final class PresentShares {

    private final Platform platform;
    private final Grants grants;

    PresentShares(Platform platform, Grants grants) {
        this.platform = platform;
        this.grants = grants;
    }

    /**
     * A share that is there, or that will begin.
     *
     * @param receiver the user group or user who has it
     * @param receiverOwner whom the receiver belongs to
     * @param group the shared group that the thing is in; null for a share of the thing itself
     * @param since when it was given, in milliseconds
     * @param from first millisecond in which it counts, null for always
     * @param until first millisecond in which it no longer counts, null for never; of what was passed on, when what it rests on
     *     ends, if that is sooner
     * @param passedOnFrom the share that a receiver passed on, and with which this one ends; null for a share of the owner's
     *     side
     * @param passedOnBy the customer or user who passed it on
     * @param mayEnd true if the caller may end it with DELETE /api/groupPermission/{id}
     */
    public record AccessShare(
            UUID grantId,
            Ref receiver,
            String receiverName,
            Ref receiverOwner,
            String receiverOwnerName,
            Ref role,
            String roleName,
            @Nullable Ref group,
            @Nullable String groupName,
            @Nullable Long since,
            @Nullable Long from,
            @Nullable Long until,
            boolean publicLink,
            @Nullable UUID passedOnFrom,
            @Nullable String passedOnBy,
            boolean mayEnd) {}

    void routes(Routes routes) {
        routes.area("Access")
                .get(
                        "/api/access/shares",
                        "getShares",
                        "With whom a thing or group is shared, itself or through groups; customers without users, too")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the thing and on GROUP_PERMISSION; shares of which the caller may read neither"
                        + " side, and groups that the caller may not read, are left out")
                .required("entityType", String.class, "The thing's type")
                .required("entityId", UUID.class, "The thing")
                .answersList(AccessShare.class)
                .handle(this::list);
    }

    private Object list(Call call) {
        Scope scope = platform.scopes().of(call.actor());
        Ref ref = new Ref(call.requiredText("entityType"), call.requiredId("entityId"));
        return scope.read(() -> {
            scope.requireGenerally(Operation.READ, Grants.KIND);
            return sharesOf(scope, scope.require(Operation.READ, ref));
        });
    }

    private List<AccessShare> sharesOf(Scope scope, Entry thing) {
        Directory directory = scope.directory();
        List<Grant> found = new ArrayList<>(directory.model().grantsOnTarget(thing.ordinal()));
        groupsOf(directory.model(), thing)
                .filter(group -> scope.may(Operation.READ, directory.entry(group)))
                .forEach(group -> found.addAll(directory.model().grantsOnTarget(group)));
        // The end of what rests on nothing is the moment of asking, so the clock is read after that.
        return found.stream()
                .filter(grant ->
                        directory.access().until(grant) > platform.clock().millis())
                .filter(grant -> Grants.isReadable(scope, grant))
                .map(grant -> share(scope, thing, grant))
                .toList();
    }

    /** The groups that were made by hand, and the one of all that the owner has. */
    private static IntStream groupsOf(AccessModel model, Entry thing) {
        int ordinal = thing.ordinal();
        int owner = model.ownerOf(ordinal);
        int all = owner == Grant.NONE ? Grant.NONE : model.allGroup(owner, model.typeOf(ordinal));
        IntStream byHand = IntStream.of(model.groupsOf(ordinal));
        return all == Grant.NONE ? byHand : IntStream.concat(byHand, IntStream.of(all));
    }

    private AccessShare share(Scope scope, Entry thing, Grant grant) {
        Directory directory = scope.directory();
        Entry receiver = directory.entry(grant.subject());
        Entry role = directory.entry(grant.role());
        Entry group = grant.target() == thing.ordinal() ? null : directory.entry(grant.target());
        Grant parent = directory.access().parent(grant);
        return new AccessShare(
                grant.id(),
                directory.ref(receiver),
                receiver.name(),
                directory.ownerRef(receiver),
                directory.entry(receiver.owner()).name(),
                directory.ref(role),
                role.name(),
                group == null ? null : directory.ref(group),
                group == null ? null : group.name(),
                Explanations.since(grant),
                grant.from() == 0 ? null : grant.from(),
                Explanations.until(directory, grant),
                grant.publicLink(),
                parent == null || !Grants.isReadable(scope, parent) ? null : parent.id(),
                parent == null ? null : Shown.name(scope, directory.entry(grant.under())),
                grants.isChangeable(scope, grant, grant.publicLink()));
    }
}
