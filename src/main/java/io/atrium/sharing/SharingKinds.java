package io.atrium.sharing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.atrium.access.AccessModel;
import io.atrium.base.Json;
import io.atrium.entity.Directory;
import io.atrium.entity.Kind;
import io.atrium.entity.Kind.Computed;
import io.atrium.entity.Kind.Traits;
import io.atrium.entity.Kind.Unique;
import java.util.Set;

/** The kinds of this package. */
public final class SharingKinds {

    public static final Kind<Role> ROLE = new Kind<>(
            "ROLE",
            Role.class,
            Role.class,
            Traits.named("name").ownedBy("customerId").subtype("type").unique(Unique.OWNER));

    public static final Kind<EntityGroup> ENTITY_GROUP = new Kind<>(
            "ENTITY_GROUP",
            EntityGroup.class,
            EntityGroupInfo.class,
            Traits.named("name").ownedBy("ownerId").subtype("type").unique(Unique.OWNER),
            new Computed(Set.of("groupAll", "edgeGroupAll", "ownerIds"), (view, node) -> {
                AccessModel.Group group =
                        view.directory().model().group(view.entry().ordinal());
                node.put("groupAll", group != null && group.computed());
                node.put("edgeGroupAll", false);
                ownerIds(view, node.putArray("ownerIds"));
            }),
            Kind.InfoExtras.NONE);

    private SharingKinds() {}

    /** The group's owner and every owner above it, up to the tenant. */
    private static void ownerIds(Kind.EntityView view, ArrayNode ownerIds) {
        Directory directory = view.directory();
        int owner = view.entry().owner();
        while (owner > AccessModel.TENANT) {
            ownerIds.add(Json.tree(directory.ref(owner)));
            owner = directory.entry(owner).owner();
        }
        ownerIds.add(Json.tree(directory.ref(AccessModel.TENANT)));
    }
}
