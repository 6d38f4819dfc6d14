package io.atrium.sharing;

import io.atrium.access.AccessEngine.Subject;
import io.atrium.access.Explanation;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Page;
import io.atrium.base.Ref;
import io.atrium.base.Substring;
import io.atrium.entity.Directory;
import io.atrium.entity.Effort;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.entity.Shown;
import io.atrium.http.Call;
import io.atrium.http.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** The questions that people ask about access: why, who, what, and what if (design.md section 5). */
final class AccessApi {

    private static final List<String> SORTS = List.of("createdTime", "name");

    /** Steps for working out the rights of one user. */
    private static final int RIGHTS = 2_000;

    private final Platform platform;
    private final Explanations explanations;
    private final Previews previews;

    AccessApi(Platform platform, Previews previews) {
        this.platform = platform;
        this.explanations = new Explanations(platform);
        this.previews = previews;
    }

    /**
     * Somebody who can see a thing.
     *
     * @param owner the tenant or customer that the user belongs to
     * @param reason the rule that gives it
     * @param via the user group or entity group behind it, if any
     * @param since in milliseconds, for what comes through a grant
     */
    public record Viewer(
            Ref user,
            String email,
            Ref owner,
            String ownerName,
            Explanation.Reason reason,
            @Nullable Ref via,
            @Nullable String viaName,
            @Nullable UUID grantId,
            @Nullable Long since,
            @Nullable Long until,
            @Nullable String by) {}

    /** Something that a user can see, and why. */
    public record Visible(
            Ref entity,
            String name,
            @Nullable String type,
            Ref owner,
            String ownerName,
            Explanation.Reason reason,
            @Nullable Ref via,
            @Nullable String viaName,
            @Nullable UUID grantId,
            @Nullable Long until) {}

    void routes(Routes routes) {
        Routes.Area area = routes.area("Access");
        area.get("/api/access/explain", "explainAccess", "Why a user may or may not do something")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the user and on the entity")
                .required("userId", UUID.class, "The user")
                .required("entityType", String.class, "The thing's type")
                .required("entityId", UUID.class, "The thing")
                .required("operation", Operation.class, "What to do")
                .answers(AccessExplanation.class)
                .handle(call -> {
                    Operation operation = Call.choice("operation", call.requiredText("operation"), Operation.class);
                    return read(
                            call,
                            scope -> explanations.explain(scope, user(scope, call), operation, entity(scope, call)));
                });
        area.get("/api/access/who", "whoCanSee", "Everybody who can see a thing, why, since when and by whom")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(
                        "READ on the entity and on GROUP_PERMISSION; users that the caller may not read are left out")
                .required("entityType", String.class, "The thing's type")
                .required("entityId", UUID.class, "The thing")
                .page(SORTS)
                .answersPage(Viewer.class)
                .handle(call -> longRead(call, (scope, effort) -> who(scope, call, effort)));
        area.get("/api/access/what", "whatCanBeSeen", "Everything of a type that a user can see, and why")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the user; things that the caller may not read are left out")
                .required("userId", UUID.class, "The user")
                .query("entityType", String.class, "Only this type; every shareable type if absent")
                .page(SORTS)
                .answersPage(Visible.class)
                .handle(call -> longRead(call, (scope, effort) -> what(scope, call, effort)));
        area.post("/api/access/preview", "previewAccess", "Who would gain or lose what by a change; nothing is changed")
                .reads()
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("what the change itself needs")
                .body(AccessPreview.Request.class)
                .answers(AccessPreview.class)
                .handle(call -> {
                    AccessPreview.Request request = call.body(AccessPreview.Request.class);
                    return longRead(call, (scope, effort) -> previews.preview(scope, request, effort));
                });
    }

    private Object read(Call call, Function<Scope, Object> reader) {
        Scope scope = platform.scopes().of(call.actor());
        return scope.read(() -> reader.apply(scope));
    }

    private Object longRead(Call call, BiFunction<Scope, Effort, Object> reader) {
        Scope scope = platform.scopes().of(call.actor());
        return platform.heavyReads().run(scope, effort -> reader.apply(scope, effort));
    }

    private static Entry user(Scope scope, Call call) {
        return scope.require(Operation.READ, new Ref(TypeTable.USER, call.requiredId("userId")));
    }

    private static Entry entity(Scope scope, Call call) {
        return scope.require(Operation.READ, new Ref(call.requiredText("entityType"), call.requiredId("entityId")));
    }

    // ---- who ---------------------------------------------------------------------------------------------------

    private Page<Viewer> who(Scope scope, Call call, Effort effort) {
        Directory directory = scope.directory();
        Kind<?> kind = directory.kinds().require(TypeTable.USER);
        Substring part = Substring.ignoringCase(call.pageLink().textSearch());
        RoaringBitmap users = effort.locked(() -> {
            scope.requireGenerally(Operation.READ, Grants.KIND);
            entity(scope, call);
            return scope.visible(Operation.READ, kind).clone();
        });
        List<Entry> found = new ArrayList<>();
        Ref ref = new Ref(call.requiredText("entityType"), call.requiredId("entityId"));
        effort.eachLocked(users, user -> {
            effort.spend(RIGHTS);
            boolean sees = directory
                    .find(ref)
                    .filter(entity -> directory
                            .access()
                            .check(new Subject.User(user.ordinal()), Operation.READ, entity.ordinal()))
                    .isPresent();
            if (sees && part.isIn(user.name())) {
                found.add(user);
            }
        });
        Page<Entry> page = Groups.page(found, call.pageLink());
        return effort.locked(() -> {
            Entry entity = entity(scope, call);
            return present(scope, page, call).map(user -> viewer(scope, user, entity));
        });
    }

    /** Without what was lost while the others were looked for. */
    private static Page<Entry> present(Scope scope, Page<Entry> page, Call call) {
        List<Entry> present = page.data().stream()
                .filter(entry -> scope.directory().entryIfThere(entry.ordinal()) != null)
                .filter(entry -> scope.may(Operation.READ, entry))
                .toList();
        return Page.of(present, call.pageLink(), page.totalElements());
    }

    private Viewer viewer(Scope scope, Entry user, Entry entity) {
        Directory directory = scope.directory();
        Explanation why =
                directory.access().explain(new Subject.User(user.ordinal()), Operation.READ, entity.ordinal());
        Grant grant = why.grant();
        Entry via = via(directory, why);
        return new Viewer(
                directory.ref(user),
                user.name(),
                directory.ownerRef(user),
                directory.entry(user.owner()).name(),
                why.reason(),
                via == null ? null : Shown.ref(scope, via),
                via == null ? null : Shown.name(scope, via),
                grant == null ? null : grant.id(),
                grant == null ? null : Explanations.since(grant),
                grant == null ? null : Explanations.until(directory, grant),
                grant == null ? null : explanations.by(scope, grant));
    }

    /** The group that a right comes through: the shared one, or else the user group that carries the role. */
    private static @Nullable Entry via(Directory directory, Explanation why) {
        if (why.group() != Grant.NONE) {
            return directory.entry(why.group());
        }
        Grant grant = why.grant();
        return grant == null ? null : directory.entry(grant.subject());
    }

    // ---- what --------------------------------------------------------------------------------------------------

    private Page<Visible> what(Scope scope, Call call, Effort effort) {
        Directory directory = scope.directory();
        Optional<String> kindName = call.text("entityType").filter(name -> !name.isEmpty());
        List<Kind<?>> kinds = kindName.isPresent()
                ? List.of(directory.kinds().require(kindName.get()))
                : directory.kinds().all().stream()
                        .filter(kind -> kind.traits().groupable())
                        .toList();
        Substring part = Substring.ignoringCase(call.pageLink().textSearch());
        List<Entry> found = new ArrayList<>();
        for (Kind<?> kind : kinds) {
            RoaringBitmap seen = effort.locked(() -> {
                Subject viewer = new Subject.User(user(scope, call).ordinal());
                int type = directory.kinds().number(kind);
                return RoaringBitmap.and(
                        directory.access().visible(viewer, Operation.READ, type), scope.visible(Operation.READ, kind));
            });
            effort.eachLocked(seen, entry -> {
                if (part.isIn(entry.name())) {
                    found.add(entry);
                }
            });
        }
        Page<Entry> page = Groups.page(found, call.pageLink());
        return effort.locked(() -> {
            Entry user = user(scope, call);
            return present(scope, page, call).map(entity -> visible(scope, user, entity));
        });
    }

    private static Visible visible(Scope scope, Entry user, Entry entity) {
        Directory directory = scope.directory();
        Explanation why =
                directory.access().explain(new Subject.User(user.ordinal()), Operation.READ, entity.ordinal());
        Grant grant = why.grant();
        Entry via = via(directory, why);
        return new Visible(
                directory.ref(entity),
                entity.name(),
                entity.subtype(),
                directory.ownerRef(entity),
                directory.entry(entity.owner()).name(),
                why.reason(),
                via == null ? null : Shown.ref(scope, via),
                via == null ? null : Shown.name(scope, via),
                grant == null ? null : grant.id(),
                grant == null ? null : Explanations.until(directory, grant));
    }
}
