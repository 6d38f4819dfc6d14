package io.atrium.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.SaveOptions;
import io.atrium.entity.Scope;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The engines work together: owners, default groups and roles decide what is visible. */
final class WorldTest {

    @Test
    void customersSeeTheirOwnAndNothingElse() {
        try (TestWorld world = new TestWorld()) {
            UUID a = world.newCustomer(world.tenant, null, "Customer A");
            UUID b = world.newCustomer(world.tenant, null, "Customer B");
            Actor emma = world.newUser(world.tenant, a, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
            Kind<?> device = world.platform.directories().kinds().require("DEVICE");
            Entry own = save(world, device, "SD-001", a);
            Entry other = save(world, device, "AM-307", b);
            Scope scope = world.platform.scopes().of(emma);
            assertThat(scope.may(Operation.READ, own)).isTrue();
            assertThat(scope.may(Operation.WRITE, own)).isFalse();
            assertThat(scope.may(Operation.READ, other)).isFalse();
            assertThat(scope.visible(Operation.READ, device).toArray()).containsExactly(own.ordinal());
            assertThat(world.platform
                            .scopes()
                            .of(world.admin)
                            .visible(Operation.READ, device)
                            .getCardinality())
                    .isEqualTo(2);
        }
    }

    private static Entry save(TestWorld world, Kind<?> kind, String name, UUID customer) {
        var document = Json.object().put("name", name);
        document.putObject("customerId").put("entityType", "CUSTOMER").put("id", customer.toString());
        return world.changes.save(world.admin, world.tenant, kind, document, SaveOptions.PLAIN);
    }
}
