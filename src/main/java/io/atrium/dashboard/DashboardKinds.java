package io.atrium.dashboard;

import io.atrium.entity.Kind;
import io.atrium.entity.Kind.Traits;
import io.atrium.entity.Kind.Unique;

/** The kinds of this package. */
public final class DashboardKinds {

    public static final Kind<Dashboard> DASHBOARD = new Kind<>(
            "DASHBOARD",
            Dashboard.class,
            DashboardInfo.class,
            Traits.named("title")
                    .ownedBy("customerId")
                    .inGroups()
                    .largeBody()
                    .keptWhole()
                    .unique(Unique.NO));

    private DashboardKinds() {}
}
