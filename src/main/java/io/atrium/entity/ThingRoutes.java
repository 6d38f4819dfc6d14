package io.atrium.entity;

import io.atrium.entity.Entities.Form;
import io.atrium.entity.KindRoutes.ListRoute;
import io.atrium.http.Call;
import io.atrium.http.Routes;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The routes that devices, assets and entity views have alike: the lists of their owners, groups and readers, their
 * types, and the search along relations (access-model 4.8). Paths and operation names follow from the kind's noun.
 */
public final class ThingRoutes {

    private final KindRoutes common;
    private final Kind<?> kind;
    private final String path;
    private final String operation;
    private final RelationSearch search;

    public ThingRoutes(KindRoutes common) {
        this.common = common;
        this.kind = common.kind();
        this.path = common.noun();
        this.operation = Character.toUpperCase(path.charAt(0)) + path.substring(1);
        this.search = new RelationSearch(common.entities(), kind);
    }

    /**
     * The lists.
     *
     * @param infos what the lists of the info form can be filtered by
     * @param readable what the list of everything that the caller may read can be filtered by
     */
    public ThingRoutes lists(UnaryOperator<ListRoute> infos, UnaryOperator<ListRoute> readable) {
        infos.apply(common.list("/api/" + path + "Infos/all", "getAll" + operation + "Infos", Form.INFO))
                .own();
        infos.apply(common.list(
                        "/api/customer/{customerId}/" + path + "Infos", "getCustomer" + operation + "Infos", Form.INFO))
                .ofCustomer(true);
        common.list("/api/customer/{customerId}/" + path + "s", "getCustomer" + operation + "s", Form.PLAIN)
                .bySubtype("type")
                .ofCustomer(false);
        common.list(
                        "/api/entityGroup/{entityGroupId}/" + path + "s",
                        "get" + operation + "sByEntityGroupId",
                        Form.PLAIN)
                .ofGroup();
        readable.apply(common.list("/api/user/" + path + "s", "getUser" + operation + "s", Form.PLAIN))
                .readable();
        common.list("/api/tenant/" + path + "s", "getTenant" + operation + "s", Form.PLAIN)
                .callers(Routes.TENANT)
                .bySubtype("type")
                .orOldByName(path + "Name")
                .wholeTenant();
        return this;
    }

    /** The types in use. */
    public ThingRoutes types() {
        common.area()
                .get(
                        "/api/" + path + "/types",
                        "get" + operation + "Types",
                        "The types of the " + words() + " that the caller may read")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the " + words())
                .answersList(EntitySubtype.class)
                .handle(call -> search.types(call.actor()));
        return this;
    }

    /**
     * The search along relations.
     *
     * @param body what the caller sends
     * @param query what is searched for by it
     */
    public <Q> ThingRoutes search(Class<Q> body, Function<Q, RelationSearch.Query> query) {
        common.area()
                .post(
                        "/api/" + path + "s",
                        "find" + operation + "sByQuery",
                        "The " + words() + " that relations lead to")
                .reads()
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the root and on each of the " + words() + "; others are left out")
                .body(body)
                .answersList(kind.type())
                .handle((Call call) -> search.find(call.actor(), query.apply(call.body(body))));
        return this;
    }

    private String words() {
        return EntityStore.words(kind).toLowerCase(java.util.Locale.ROOT) + "s";
    }
}
