package io.atrium.tenant;

import io.atrium.entity.Kind;
import io.atrium.entity.Kind.Traits;
import io.atrium.entity.Kind.Unique;

/** The kinds of this package. */
public final class TenantKinds {

    public static final Kind<Tenant> TENANT = new Kind<>(
            "TENANT", Tenant.class, TenantInfo.class, Traits.named("title").unique(Unique.NO));

    private TenantKinds() {}
}
