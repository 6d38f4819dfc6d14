package io.atrium.view;

import io.atrium.entity.Entities.Form;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.KindHooks;
import io.atrium.entity.KindRoutes;
import io.atrium.entity.Platform;
import io.atrium.entity.RelationSearch;
import io.atrium.entity.ThingRoutes;
import io.atrium.http.Routes;
import java.util.Map;

/** Wires this package, and publishes the routes of entity views (access-model 4.8). */
public final class ViewFeature implements Feature {

    private final Platform platform;

    public ViewFeature(Platform platform) {
        this.platform = platform;
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
        new ThingRoutes(common)
                .lists(infos -> infos.bySubtype("type"), readable -> readable.bySubtype("type"))
                .search(
                        EntityViewSearchQuery.class,
                        query -> new RelationSearch.Query(
                                query.parameters(), query.relationType(), query.entityViewTypes()))
                .types();
        common.area()
                .get("/api/entityViews", "getEntityViewsByIdsV1", "As /api/entityViews/list")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on each entity; others are left out")
                .queryList("entityViewIds", java.util.UUID.class, true, "Ids, repeated or with commas")
                .answersList(EntityView.class)
                .handle(call -> platform.entities()
                        .list(call.actor(), ViewKinds.ENTITY_VIEW, call.requiredIds("entityViewIds"), Form.PLAIN));
    }
}
