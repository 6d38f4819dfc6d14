package io.atrium.sharing;

import io.atrium.access.Operation;
import io.atrium.entity.Entities;
import io.atrium.entity.Entities.Form;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.KindRoutes;
import io.atrium.entity.Listing;
import io.atrium.entity.Platform;
import io.atrium.http.Call;
import io.atrium.http.Routes;
import java.util.List;
import java.util.UUID;

/** The routes of roles (access-model 4.7). */
final class RoleApi {

    private static final List<String> SORTS = List.of("createdTime", "name", "type", "description");

    private final Entities entities;

    RoleApi(Platform platform) {
        this.entities = platform.entities();
    }

    /** What a role may be limited to in a list. */
    enum RoleType {
        GENERIC,
        GROUP
    }

    void routes(Routes routes, EntityChanges changes) {
        KindRoutes role = new KindRoutes(routes, "Role", SharingKinds.ROLE, "role", entities, changes)
                .byId("getRoleById")
                .save("saveRole")
                .delete("deleteRole")
                .byIds("/api/roles/list", "getRolesByIds", "roleIds", Form.PLAIN);
        role.area()
                .get("/api/roles", "getRoles", "The roles of the caller's owner: a page, or by ids a list")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(Operation.READ + " on each role; others are left out")
                .page(SORTS)
                .query("type", RoleType.class, "Only this type")
                .queryList("roleIds", UUID.class, false, "Ids, for the old form of the call")
                .answersPage(Role.class)
                .handle(this::list);
    }

    private Object list(Call call) {
        if (!call.hasPage() && call.has("roleIds")) {
            return entities.list(call.actor(), SharingKinds.ROLE, call.requiredIds("roleIds"), Form.PLAIN);
        }
        String type = call.choice("type", RoleType.class).map(Enum::name).orElse(null);
        Listing listing = Listing.of(new Listing.Source.Own(false)).ofSubtype(type);
        return entities.page(call.actor(), SharingKinds.ROLE, listing, call.pageLink(), Form.PLAIN);
    }
}
