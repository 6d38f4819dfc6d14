package io.atrium.view;

import io.atrium.entity.Entities.Form;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.EntitySubtype;
import io.atrium.entity.Feature;
import io.atrium.entity.KindHooks;
import io.atrium.entity.KindRoutes;
import io.atrium.entity.Platform;
import io.atrium.entity.RelationSearch;
import io.atrium.http.Routes;
import java.util.Map;

/** Wires this package, and publishes the routes of entity views (access-model 4.8). */
public final class ViewFeature implements Feature {

    private final Platform platform;
    private final RelationSearch search;

    public ViewFeature(Platform platform) {
        this.platform = platform;
        this.search = new RelationSearch(platform.entities(), ViewKinds.ENTITY_VIEW);
    }

    @Override
    public Map<String, KindHooks> hooks() {
        return Map.of(ViewKinds.ENTITY_VIEW.name(), new ViewHooks());
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        KindRoutes common =
                new KindRoutes(routes, "EntityView", ViewKinds.ENTITY_VIEW, "entityView", platform.entities(), changes);
        common.save("saveEntityView")
                .byId("getEntityViewById")
                .infoById("getEntityViewInfoById")
                .delete("deleteEntityView")
                .byIds("/api/entityViews/list", "getEntityViewsByIds", "entityViewIds", Form.PLAIN)
                .callers(Routes.TENANT)
                .byName("/api/tenant/entityView", "getTenantEntityViewByName", "entityViewName")
                .callers(Routes.TENANT_AND_CUSTOMER);
        lists(common);
        common.area()
                .get("/api/entityViews", "getEntityViewsByIdsV1", "As /api/entityViews/list")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on each entity; others are left out")
                .queryList("entityViewIds", java.util.UUID.class, true, "Ids, repeated or with commas")
                .answersList(EntityView.class)
                .handle(call -> platform.entities()
                        .list(call.actor(), ViewKinds.ENTITY_VIEW, call.requiredIds("entityViewIds"), Form.PLAIN));
        common.area()
                .post("/api/entityViews", "findEntityViewsByQuery", "The entity views that relations lead to")
                .reads()
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the root and on each view; others are left out")
                .body(EntityViewSearchQuery.class)
                .answersList(EntityView.class)
                .handle(call -> {
                    EntityViewSearchQuery query = call.body(EntityViewSearchQuery.class);
                    return search.find(call.actor(), query.parameters(), query.relationType(), query.entityViewTypes());
                });
        common.area()
                .get("/api/entityView/types", "getEntityViewTypes", "The types of the views that the caller may read")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the views")
                .answersList(EntitySubtype.class)
                .handle(call -> search.types(call.actor()));
    }

    private static void lists(KindRoutes common) {
        common.list("/api/entityViewInfos/all", "getAllEntityViewInfos", Form.INFO)
                .bySubtype("type")
                .own()
                .list("/api/customer/{customerId}/entityViewInfos", "getCustomerEntityViewInfos", Form.INFO)
                .bySubtype("type")
                .ofCustomer(true)
                .list("/api/customer/{customerId}/entityViews", "getCustomerEntityViews", Form.PLAIN)
                .bySubtype("type")
                .ofCustomer(false)
                .list("/api/entityGroup/{entityGroupId}/entityViews", "getEntityViewsByEntityGroupId", Form.PLAIN)
                .ofGroup()
                .list("/api/user/entityViews", "getUserEntityViews", Form.PLAIN)
                .bySubtype("type")
                .readable()
                .list("/api/tenant/entityViews", "getTenantEntityViews", Form.PLAIN)
                .callers(Routes.TENANT)
                .bySubtype("type")
                .orOldByName("entityViewName")
                .wholeTenant();
    }
}
