package io.atrium.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.entity.DefaultGroups;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Series of a tenant go with the tenant. */
final class TenantErasureTest {

    private static final long LIMIT = Duration.ofSeconds(20).toNanos();

    @Test
    void deletedTenantLeavesNoSeries() {
        try (TestWorld world = new TestWorld()) {
            UUID doomed = world.newTenant("Doomed");
            Actor admin = world.newUser(doomed, null, "d@doomed.example", DefaultGroups.TENANT_ADMINISTRATORS);
            UUID gone = store(world, admin);
            UUID kept = store(world, world.admin);
            assertThat(world.series.keys(doomed, gone)).containsExactly("t");

            assertThat(world.api
                            .delete(TestWorld.SYSTEM, "/api/tenant/" + doomed)
                            .status())
                    .isEqualTo(200);

            long end = System.nanoTime() + LIMIT;
            while (!world.series.keys(doomed, gone).isEmpty() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(world.series.keys(doomed, gone)).isEmpty();
            assertThat(world.series.find(doomed, gone, "t")).isEmpty();
            assertThat(world.series.keys(world.tenant, kept)).isEqualTo(List.of("t"));
        }
    }

    private static UUID store(TestWorld world, Actor admin) {
        UUID device = world.save(admin, "/api/device", Map.of("name", "D"));
        String path = TelemetryWorld.BASE + "DEVICE/" + device + "/timeseries/ANY";
        assertThat(world.api.post(admin, path, "{\"t\":21}").status()).isEqualTo(200);
        return device;
    }
}
