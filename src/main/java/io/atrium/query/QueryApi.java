package io.atrium.query;

import io.atrium.entity.KeyScope;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import io.atrium.query.AvailableEntityKeysV2.KeyInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The routes of entity queries (device-data-api 5.1). */
final class QueryApi {

    private static final String RIGHTS =
            "READ on each entity; others are left out. Attributes without READ_ATTRIBUTES and time series without"
                    + " READ_TELEMETRY are blank, and neither filter nor sort";
    private static final String SCOPE_DOC = "Attribute scope; all three if absent";

    private final Platform platform;
    private final EntityQueries queries;

    /** The scopes that an attribute may have. */
    enum AttributeScope {
        SERVER_SCOPE(KeyScope.SERVER_SCOPE),
        SHARED_SCOPE(KeyScope.SHARED_SCOPE),
        CLIENT_SCOPE(KeyScope.CLIENT_SCOPE);

        private final KeyScope keyScope;

        AttributeScope(KeyScope keyScope) {
            this.keyScope = keyScope;
        }
    }

    QueryApi(Platform platform, EntityQueries queries) {
        this.platform = platform;
        this.queries = queries;
    }

    void routes(Routes routes) {
        Routes.Area area = routes.area("EntityQuery");
        area.post("/api/entitiesQuery/find", "findEntityDataByQuery", "A page of entities with some of their values")
                .reads()
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(RIGHTS)
                .body(EntityDataQuery.class)
                .answersPage(EntityData.class)
                .handle(this::find);
        area.post("/api/entitiesQuery/count", "countEntitiesByQuery", "How many entities a query finds")
                .reads()
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(RIGHTS)
                .body(EntityCountQuery.class)
                .answers(Long.class)
                .handle(this::count);
        area.post(
                        "/api/entitiesQuery/find/keys",
                        "findAvailableEntityKeysByQuery",
                        "The keys of the first entities that a query finds; deprecated, see the second version")
                .reads()
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(RIGHTS)
                .required("timeseries", Boolean.class, "Whether to list time series")
                .required("attributes", Boolean.class, "Whether to list attributes")
                .query("scope", AttributeScope.class, SCOPE_DOC)
                .body(EntityDataQuery.class)
                .answers(AvailableEntityKeys.class)
                .handle(this::keys);
        area.post(
                        "/api/v2/entitiesQuery/find/keys",
                        "findAvailableEntityKeysByQueryV2",
                        "The keys of the first entities that a query finds, attributes by scope")
                .reads()
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(RIGHTS)
                .query("includeTimeseries", Boolean.class, "Whether to list time series; true if absent")
                .query("includeAttributes", Boolean.class, "Whether to list attributes; true if absent")
                .queryList("scopes", AttributeScope.class, false, SCOPE_DOC)
                .query("includeSamples", Boolean.class, "Whether to add the newest value of each; false if absent")
                .body(EntityDataQuery.class)
                .answers(AvailableEntityKeysV2.class)
                .handle(this::keysByScope);
    }

    private Object find(Call call) {
        EntityDataQuery query = call.body(EntityDataQuery.class);
        Scope scope = platform.scopes().of(call.actor());
        return Reply.json(queries.page(scope, query));
    }

    private Object count(Call call) {
        EntityCountQuery query = call.body(EntityCountQuery.class);
        Scope scope = platform.scopes().of(call.actor());
        return queries.count(scope, query);
    }

    private Object keys(Call call) {
        call.requiredText("timeseries");
        call.requiredText("attributes");
        boolean timeSeries = call.flag("timeseries", false);
        boolean attributes = call.flag("attributes", false);
        List<KeyScope> scopes = call.choice("scope", AttributeScope.class)
                .map(chosen -> List.of(chosen.keyScope))
                .orElse(allScopes());
        EntityDataQuery query = firstPage(call);
        Scope scope = platform.scopes().of(call.actor());
        return queries.find(scope, query, (selection, effort) -> {
            KeyListing listing = new KeyListing(scope, selection, effort);
            return Reply.json(
                    200,
                    new AvailableEntityKeys(
                            listing.kinds(),
                            listing.keys(timeSeries ? List.of(KeyScope.TIME_SERIES) : List.of()),
                            listing.keys(attributes ? scopes : List.of())));
        });
    }

    private Object keysByScope(Call call) {
        boolean timeSeries = call.flag("includeTimeseries", true);
        boolean attributes = call.flag("includeAttributes", true);
        boolean samples = call.flag("includeSamples", false);
        List<KeyScope> scopes = scopes(call);
        EntityDataQuery query = firstPage(call);
        Scope scope = platform.scopes().of(call.actor());
        return queries.find(scope, query, (selection, effort) -> {
            KeyListing listing = new KeyListing(scope, selection, effort);
            Map<String, List<KeyInfo>> byScope = new LinkedHashMap<>();
            scopes.forEach(keyScope -> byScope.put(keyScope.name(), listing.infos(keyScope, samples)));
            return Reply.json(
                    200,
                    new AvailableEntityKeysV2(
                            listing.kinds(),
                            timeSeries ? listing.infos(KeyScope.TIME_SERIES, samples) : null,
                            attributes ? byScope : null));
        });
    }

    private static EntityDataQuery firstPage(Call call) {
        EntityDataQuery query = call.body(EntityDataQuery.class);
        EntityDataPageLink link = QueryLimits.required("pageLink", query.pageLink());
        return query.withPageLink(link.atMost(QueryLimits.MAX_KEYS_PAGE));
    }

    private static List<KeyScope> scopes(Call call) {
        List<KeyScope> scopes = new ArrayList<>();
        for (String name : call.list("scopes")) {
            KeyScope keyScope = Call.choice("scopes", name, AttributeScope.class).keyScope;
            if (!scopes.contains(keyScope)) {
                scopes.add(keyScope);
            }
        }
        return scopes.isEmpty() ? allScopes() : scopes;
    }

    private static List<KeyScope> allScopes() {
        return Arrays.stream(AttributeScope.values())
                .map(attributeScope -> attributeScope.keyScope)
                .toList();
    }
}
