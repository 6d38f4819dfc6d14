package io.atrium.entity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Ref;
import io.atrium.entity.Entities.Form;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The routes that every kind of profile has. Whole profiles are for users of the tenant; the short info form is for
 * everybody who can read a thing that uses the profile.
 */
public final class ProfileRoutes {

    private static final String READ = "READ on the profile";

    private final Platform platform;
    private final Profiles profiles;
    private final Kind<?> kind;
    private final String noun;
    private final String operation;
    private final KindRoutes common;
    private final Routes.Area area;
    private final Set<String> infoFields;

    /**
     * @param noun the kind's name in paths, for instance {@code deviceProfile}
     */
    public ProfileRoutes(
            Routes routes, String areaName, String noun, Platform platform, Profiles profiles, EntityChanges changes) {
        this.platform = platform;
        this.profiles = profiles;
        this.kind = profiles.kind();
        this.noun = noun;
        this.operation = Character.toUpperCase(noun.charAt(0)) + noun.substring(1);
        this.common = new KindRoutes(routes, areaName, kind, noun, platform.entities(), changes);
        this.area = routes.area(areaName);
        this.infoFields = Arrays.stream(kind.info().getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    public Routes.Area area() {
        return area;
    }

    /** Save, delete and read of whole profiles. */
    public ProfileRoutes whole() {
        common.callers(Routes.TENANT).save("save" + operation).delete("delete" + operation);
        area.get("/api/" + noun + "/{" + noun + "Id}", "get" + operation + "ById", "One profile by its id")
                .callers(Routes.TENANT)
                .permission(READ)
                .query("inlineImages", Boolean.class, "Accepted for compatibility; images are always given as stored")
                .answers(kind.type())
                .handle(call -> platform.entities().get(call.actor(), kind, call.id(noun + "Id"), Form.PLAIN));
        common.list("/api/" + noun + "s", "get" + operation + "s", Form.PLAIN)
                .callers(Routes.TENANT)
                .wholeTenant();
        area.post(
                        "/api/" + noun + "/{" + noun + "Id}/default",
                        "setDefault" + operation,
                        "Makes a profile the tenant's default")
                .callers(Routes.TENANT)
                .permission("WRITE on the profile")
                .answers(kind.type())
                .handle(call -> {
                    Entry entry = profiles.makeDefault(platform, call.actor(), call.id(noun + "Id"));
                    return platform.entities().get(call.actor(), kind, entry.id(), Form.PLAIN);
                });
        return this;
    }

    /**
     * The short forms.
     *
     * @param listOperation operation name of the list by ids
     * @param filterParam a query parameter that keeps some of the page only; empty for none
     */
    public ProfileRoutes infos(String listOperation, String filterParam, BiPredicate<Entry, String> filter) {
        area.get(
                        "/api/" + noun + "Info/default",
                        "getDefault" + operation + "Info",
                        "The tenant's default profile, short")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(READ)
                .answers(kind.info())
                .handle(this::defaultInfo);
        area.get(
                        "/api/" + noun + "Info/{" + noun + "Id}",
                        "get" + operation + "InfoById",
                        "One profile by its id, short")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(READ)
                .answers(kind.info())
                .handle(call -> info(call.actor(), call.id(noun + "Id")));
        Routes.Builder page = area.get(
                        "/api/" + noun + "Infos", "get" + operation + "Infos", "A page of profiles, short")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(READ)
                .page(common.sorts())
                .answersPage(kind.info());
        if (!filterParam.isEmpty()) {
            page.query(filterParam, String.class, "Only profiles with this value");
        }
        page.handle(call -> call.has(noun + "Ids") && !call.hasPage() ? list(call) : page(call, filterParam, filter));
        area.get("/api/" + noun + "Infos/list", listOperation, "Those of the given ids that the caller may read")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(READ)
                .queryList(noun + "Ids", UUID.class, true, "Ids, repeated or with commas")
                .answersList(kind.info())
                .handle(this::list);
        return this;
    }

    /** Names and ids for pickers. */
    public ProfileRoutes names() {
        area.get("/api/" + noun + "/names", "get" + operation + "Names", "Ids and names of profiles")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(READ)
                .query("activeOnly", Boolean.class, "Only profiles that a readable thing uses")
                .answersList(NamedRef.class)
                .handle(call -> names(call.actor(), call.flag("activeOnly", false)));
        return this;
    }

    private List<NamedRef> names(Actor actor, boolean activeOnly) {
        Scope scope = platform.scopes().of(actor);
        Directory directory = scope.directory();
        return platform.heavyReads().run(scope, effort -> {
            RoaringBitmap used = new RoaringBitmap();
            if (activeOnly) {
                RoaringBitmap things = effort.locked(() ->
                        scope.visible(Operation.READ, profiles.thingKind()).clone());
                effort.eachLocked(things, thing -> {
                    if (thing.profile() >= 0) {
                        used.add(thing.profile());
                    }
                });
            }
            return effort.locked(() -> scope.visible(Operation.READ, kind).stream()
                    .filter(profile -> !activeOnly || used.contains(profile))
                    .mapToObj(directory::entry)
                    .sorted(Comparator.comparing(Entry::name, String.CASE_INSENSITIVE_ORDER))
                    .map(profile -> new NamedRef(directory.ref(profile), profile.name()))
                    .toList());
        });
    }

    private @Nullable Object defaultInfo(Call call) {
        Scope scope = platform.scopes().of(call.actor());
        Optional<Entry> there = scope.read(() -> profiles.findDefault(scope.directory()));
        // Whoever happens to ask first has not made it.
        Entry profile = there.orElseGet(
                () -> platform.gate().change(Actor.PLATFORM, call.actor().tenantId(), profiles::defaultOf));
        return info(call.actor(), profile.id());
    }

    private ObjectNode info(Actor actor, UUID id) {
        Scope scope = platform.scopes().of(actor);
        return scope.read(() -> info(scope, scope.require(Operation.READ, kind, id)));
    }

    private ObjectNode info(Scope scope, Entry entry) {
        return platform.entities().document(scope, entry, Form.PLAIN).retain(infoFields);
    }

    private Reply list(Call call) {
        List<UUID> ids = call.requiredIds(noun + "Ids");
        Scope scope = platform.scopes().of(call.actor());
        return platform.heavyReads()
                .run(
                        scope,
                        effort -> Rows.list(effort, new LinkedHashSet<>(ids), Rows.json(id -> scope.readable(
                                        new Ref(kind.name(), id))
                                .map(entry -> info(scope, entry))
                                .orElse(null))));
    }

    private Reply page(Call call, String filterParam, BiPredicate<Entry, String> filter) {
        Listing all = Listing.of(new Listing.Source.Readable());
        String wanted = filterParam.isEmpty() ? "" : call.text(filterParam).orElse("");
        Listing listing = wanted.isEmpty() ? all : all.where(view -> filter.test(view.entry(), wanted));
        var link = call.pageLink();
        Scope scope = platform.scopes().of(call.actor());
        return platform.entities().page(scope, kind, listing, link, entry -> info(scope, entry));
    }

    /** Reads the body field of a profile, for filters. */
    public static String field(Entry entry, String name) {
        return BodyEdit.read(entry.body()).path(name).asText("");
    }
}
