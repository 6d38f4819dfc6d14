package io.atrium.people;

import io.atrium.access.AccessModel;
import io.atrium.base.Authority;
import io.atrium.base.Ref;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Kind.Computed;
import io.atrium.entity.Kind.Traits;
import io.atrium.entity.Kind.Unique;
import java.util.Set;

/** The kinds of this package. */
public final class PeopleKinds {

    public static final Kind<Customer> CUSTOMER = new Kind<>(
            "CUSTOMER",
            Customer.class,
            CustomerInfo.class,
            Traits.named("title").ownedBy("parentCustomerId").inGroups().sortsBy("email", "country", "city"));

    /** A user's authority follows from the owner, so nobody can set it. */
    public static final Kind<User> USER = new Kind<>(
            "USER",
            User.class,
            UserInfo.class,
            Traits.named("email")
                    .ownedBy("customerId")
                    .inGroups()
                    .unique(Unique.NO)
                    .sortsBy("firstName", "lastName"),
            new Computed(
                    Set.of("authority"),
                    (view, node) -> node.put(
                            "authority",
                            authority(view.directory(), view.entry()).name())),
            Kind.InfoExtras.NONE);

    private PeopleKinds() {}

    static Authority authority(Directory directory, Entry user) {
        if (directory.tenantId().equals(Ref.NULL_ID)) {
            return Authority.SYS_ADMIN;
        }
        return user.owner() == AccessModel.TENANT ? Authority.TENANT_ADMIN : Authority.CUSTOMER_USER;
    }
}
