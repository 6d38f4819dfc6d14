package io.atrium.entity;

import io.atrium.base.Authority;
import io.atrium.base.Problem;
import io.atrium.entity.Entities.Form;
import io.atrium.http.BodySize;
import io.atrium.http.Call;
import io.atrium.http.Handler;
import io.atrium.http.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The routes that every kind has: one by id, by name, by ids, lists by owner, group and reader, save and delete
 * (access-model 4.8). A feature names the paths; the rest follows from the kind.
 */
public final class KindRoutes {

    /** The parameter of lists of everything readable that leaves out what the caller's owner or one below holds. */
    public static final String SHARED_ONLY = "sharedOnly";

    public static final String SHARED_ONLY_DOC =
            "Only what other owners share: neither the caller's own nor owners below";

    private final Routes.Area area;
    private final Kind<?> kind;
    private final Entities entities;
    private final EntityChanges changes;
    private final String noun;
    private final String idName;
    private final List<String> sorts;
    private Set<Authority> callers = Routes.TENANT_AND_CUSTOMER;

    /**
     * @param noun the kind's name in paths and operation names, for instance {@code device}
     */
    public KindRoutes(
            Routes routes, String areaName, Kind<?> kind, String noun, Entities entities, EntityChanges changes) {
        this.area = routes.area(areaName);
        this.kind = kind;
        this.noun = noun;
        this.entities = entities;
        this.changes = changes;
        this.idName = noun + "Id";
        this.sorts = sorts(kind);
    }

    private static List<String> sorts(Kind<?> kind) {
        List<String> sorts =
                new ArrayList<>(List.of("createdTime", kind.traits().nameField()));
        if (!kind.traits().subtypeField().isEmpty()) {
            sorts.add("type");
        }
        if (kind.traits().hasLabel()) {
            sorts.add("label");
        }
        if (!kind.traits().profileField().isEmpty()) {
            sorts.add(kind.traits().profileField().replace("Id", "Name"));
        }
        if (!kind.traits().ownerField().isEmpty()) {
            sorts.add("customerTitle");
            sorts.add("ownerName");
        }
        if (!sorts.contains("name")) {
            sorts.add("name");
        }
        sorts.addAll(kind.traits().sortFields());
        return sorts;
    }

    public List<String> sorts() {
        return sorts;
    }

    Kind<?> kind() {
        return kind;
    }

    Entities entities() {
        return entities;
    }

    String noun() {
        return noun;
    }

    public Routes.Area area() {
        return area;
    }

    /** Who may call the routes that follow; users of a tenant and of its customers unless said otherwise. */
    public KindRoutes callers(Set<Authority> authorities) {
        callers = authorities;
        return this;
    }

    /** {@code GET /api/noun/{nounId}}; the parameters are those that clients send and that change nothing. */
    public KindRoutes byId(String operation, String... ignored) {
        Routes.Builder route = area.get("/api/" + noun + "/{" + idName + "}", operation, "One by its id")
                .callers(callers);
        ignore(route, ignored)
                .permission("READ on the entity")
                .answers(kind.type())
                .handle(call -> entities.get(call.actor(), kind, call.id(idName), Form.PLAIN));
        return this;
    }

    private static Routes.Builder ignore(Routes.Builder route, String... params) {
        for (String param : params) {
            route.query(param, String.class, "Accepted for compatibility");
        }
        return route;
    }

    /** {@code GET /api/noun/info/{nounId}}. */
    public KindRoutes infoById(String operation) {
        area.get("/api/" + noun + "/info/{" + idName + "}", operation, "One by its id, with owner name and groups")
                .callers(callers)
                .permission("READ on the entity")
                .answers(kind.info())
                .handle(call -> entities.get(call.actor(), kind, call.id(idName), Form.INFO));
        return this;
    }

    /** {@code GET path?param=name}. */
    public KindRoutes byName(String path, String operation, String param) {
        area.get(path, operation, "One by its name")
                .callers(callers)
                .permission("READ on the entity")
                .required(param, String.class, "The whole name")
                .answers(kind.type())
                .handle(call -> entities.byName(call.actor(), kind, call.requiredText(param), Form.PLAIN));
        return this;
    }

    /** {@code GET path?param=id,id}. */
    public KindRoutes byIds(String path, String operation, String param, Form form) {
        area.get(path, operation, "Those of the given ids that the caller may read")
                .callers(callers)
                .permission("READ on each entity; others are left out")
                .queryList(param, UUID.class, true, "Ids, repeated or with commas")
                .answersList(form == Form.INFO ? kind.info() : kind.type())
                .handle(call -> entities.list(call.actor(), kind, call.requiredIds(param), form));
        return this;
    }

    /** A page of what a source names; the form decides what each row shows. */
    public ListRoute list(String path, String operation, Form form) {
        return new ListRoute(path, operation, form);
    }

    /** {@code POST /api/noun}: without id creates, with id changes. */
    public KindRoutes save(String operation, String... ignored) {
        Routes.Builder route = area.post("/api/" + noun, operation, "Creates one, or changes the one of the given id")
                .callers(callers)
                .permission("CREATE for the owner or the groups, or WRITE on the entity")
                .body(kind.type())
                .upTo(BodySize.LARGE);
        if (kind.traits().groupable()) {
            groupParams(route);
        }
        if (kind.traits().unique() == Kind.Unique.TENANT && kind.traits().groupable()) {
            conflictParams(route);
        }
        ignore(route, ignored).answers(kind.type()).handle(call -> {
            Entry entry = changes.save(call.actor(), kind, call.body(), options(call));
            return reply(call, entry);
        });
        return this;
    }

    private Object reply(Call call, Entry entry) {
        Scope scope = entities.scopes().of(call.actor());
        return scope.read(() -> entities.json(scope, entry, Form.PLAIN));
    }

    /** {@code DELETE /api/noun/{nounId}}. */
    public KindRoutes delete(String operation) {
        area.delete("/api/" + noun + "/{" + idName + "}", operation, "Deletes one with everything that hangs on it")
                .callers(callers)
                .permission("DELETE on the entity")
                .handle(call -> {
                    changes.delete(call.actor(), kind, call.id(idName));
                    return null;
                });
        return this;
    }

    public static Routes.Builder groupParams(Routes.Builder route) {
        return route.query("entityGroupId", UUID.class, "A group that the new entity joins")
                .queryList("entityGroupIds", UUID.class, false, "Groups that the new entity joins");
    }

    public static Routes.Builder conflictParams(Routes.Builder route) {
        return route.query(
                        "nameConflictPolicy",
                        NameConflictPolicy.class,
                        "What to do if the name is taken; FAIL if absent")
                .query("uniquifySeparator", String.class, "Stands between name and suffix; _ if absent")
                .query("uniquifyStrategy", UniquifyStrategy.class, "How the suffix is made; RANDOM if absent");
    }

    /** What to do when a name is taken. */
    public enum NameConflictPolicy {
        FAIL,
        UNIQUIFY
    }

    /** How a suffix for a taken name is made. */
    public enum UniquifyStrategy {
        RANDOM,
        INCREMENTAL
    }

    /** The save options that a call's parameters ask for. */
    public static SaveOptions options(Call call) {
        List<UUID> groups = new ArrayList<>(call.ids("entityGroupIds"));
        call.optionalId("entityGroupId").filter(id -> !groups.contains(id)).ifPresent(groups::add);
        String separator = call.text("uniquifySeparator").orElse("_");
        if (separator.length() > SaveOptions.MAX_SEPARATOR) {
            throw Problem.badRequest(
                    "Parameter 'uniquifySeparator' is longer than " + SaveOptions.MAX_SEPARATOR + " characters");
        }
        NameConflictPolicy policy =
                call.choice("nameConflictPolicy", NameConflictPolicy.class).orElse(NameConflictPolicy.FAIL);
        UniquifyStrategy strategy =
                call.choice("uniquifyStrategy", UniquifyStrategy.class).orElse(UniquifyStrategy.RANDOM);
        return new SaveOptions(
                groups, policy == NameConflictPolicy.UNIQUIFY, separator, strategy == UniquifyStrategy.RANDOM);
    }

    /** Everything that the caller may read, or with {@link #SHARED_ONLY} just what others own. */
    public static Listing.Source readable(Call call) {
        return call.flag(SHARED_ONLY, false) ? new Listing.Source.Shared() : new Listing.Source.Readable();
    }

    /** Describes one list; the last call names the source and adds the route. */
    public final class ListRoute {
        private final Routes.Builder route;
        private final Form form;
        private @Nullable String subtypeParam;
        private @Nullable String profileParam;
        private String oldParam = "";
        private @Nullable Handler old;
        private final List<Filter> filters = new ArrayList<>();

        private record Filter(
                String param, Class<?> type, java.util.function.BiPredicate<Kind.EntityView, String> test) {}

        private ListRoute(String path, String operation, Form form) {
            this.form = form;
            this.route = area.get(path, operation, "A page")
                    .callers(callers)
                    .permission("READ on each entity; others are left out")
                    .page(sorts)
                    .answersPage(form == Form.INFO ? kind.info() : kind.type());
        }

        public ListRoute callers(Set<Authority> authorities) {
            route.callers(authorities);
            return this;
        }

        public ListRoute bySubtype(String param) {
            subtypeParam = param;
            route.query(param, String.class, "Only this type");
            return this;
        }

        public ListRoute byProfile(String param) {
            profileParam = param;
            route.query(param, UUID.class, "Only things with this profile");
            return this;
        }

        public ListRoute where(
                String param, Class<?> type, java.util.function.BiPredicate<Kind.EntityView, String> test) {
            filters.add(new Filter(param, type, test));
            route.query(param, type, "Filter");
            return this;
        }

        /** Everything that the caller may read; with {@code sharedOnly} just what others own. */
        public KindRoutes readable() {
            route.query(SHARED_ONLY, Boolean.class, SHARED_ONLY_DOC);
            return add(KindRoutes::readable);
        }

        /** What the caller's owner holds; with {@code includeCustomers} also what the owners below hold. */
        public KindRoutes own() {
            route.query("includeCustomers", Boolean.class, "Also what the owners below hold");
            return add(call -> new Listing.Source.Own(call.flag("includeCustomers", false)));
        }

        /** What the tenant and all its customers hold. */
        public KindRoutes wholeTenant() {
            return add(call -> new Listing.Source.Own(true));
        }

        /** What the caller's owner holds directly. */
        public KindRoutes ownDirect() {
            return add(call -> new Listing.Source.Own(false));
        }

        /** What the customer of the path holds. */
        public KindRoutes ofCustomer(boolean mayNest) {
            if (mayNest) {
                route.query("includeCustomers", Boolean.class, "Also what the sub-customers hold");
            }
            return add(call -> new Listing.Source.OfCustomer(
                    call.id("customerId"), mayNest && call.flag("includeCustomers", false)));
        }

        /** The members of the group of the path. */
        public KindRoutes ofGroup() {
            return add(call -> new Listing.Source.OfGroup(call.id("entityGroupId")));
        }

        /** Answers calls that have the parameter and no page in the older way (access-model 4.0). */
        public ListRoute orOld(String param, Handler handler) {
            oldParam = param;
            old = handler;
            return this;
        }

        /** Answers calls that have a name and no page with the one of that name, as older clients expect. */
        public ListRoute orOldByName(String param) {
            return orOld(param, call -> entities.byName(call.actor(), kind, call.requiredText(param), Form.PLAIN));
        }

        private KindRoutes add(java.util.function.Function<Call, Listing.Source> source) {
            route.handle(call -> {
                if (old != null && call.has(oldParam) && !call.hasPage()) {
                    return old.handle(call);
                }
                Listing listing = Listing.of(source.apply(call));
                if (subtypeParam != null) {
                    listing = listing.ofSubtype(call.text(subtypeParam).orElse(null));
                }
                if (profileParam != null) {
                    listing = listing.ofProfile(call.optionalId(profileParam).orElse(null));
                }
                for (Filter filter : filters) {
                    String value = call.text(filter.param()).orElse("");
                    if (!value.isEmpty() && filter.type() == Boolean.class) {
                        call.flag(filter.param(), false);
                    }
                    if (!value.isEmpty()) {
                        listing = listing.where(view -> filter.test().test(view, value));
                    }
                }
                return entities.page(call.actor(), kind, listing, call.pageLink(), form);
            });
            return KindRoutes.this;
        }
    }
}
