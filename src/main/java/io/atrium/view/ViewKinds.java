package io.atrium.view;

import io.atrium.entity.Kind;
import io.atrium.entity.Kind.Traits;

/** The kinds of this package. */
public final class ViewKinds {

    public static final Kind<EntityView> ENTITY_VIEW = new Kind<>(
            "ENTITY_VIEW",
            EntityView.class,
            EntityViewInfo.class,
            Traits.named("name").ownedBy("customerId").subtype("type").inGroups());

    private ViewKinds() {}
}
