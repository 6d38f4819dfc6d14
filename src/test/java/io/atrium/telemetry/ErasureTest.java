package io.atrium.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.entity.Entry;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Series of deleted entities go, whatever happens between the deletion and the erasure. */
final class ErasureTest {

    private static final TelemetryWorld WORLD = new TelemetryWorld();
    private static final long LIMIT = Duration.ofSeconds(20).toNanos();

    @AfterAll
    static void close() {
        WORLD.close();
    }

    private static Entry filled(String name) {
        Entry device = WORLD.save("DEVICE", name, WORLD.customerA);
        WORLD.world.api.post(
                WORLD.admin, TelemetryWorld.BASE + "DEVICE/" + device.id() + "/timeseries/ANY", "{\"t\":1}");
        assertThat(keysOf(device)).isOne();
        return device;
    }

    private static void delete(Entry device) {
        assertThat(WORLD.world
                        .api
                        .delete(WORLD.admin, "/api/device/" + device.id())
                        .status())
                .isEqualTo(200);
    }

    private static int keysOf(Entry device) {
        return WORLD.world.series.keys(WORLD.world.tenant, device.id()).size();
    }

    private static long waiting(UUID entity) {
        return WORLD.world.database.read(
                sql -> sql.createQuery("select count(*) from series_erasure where entity_id = :id")
                        .bind("id", entity)
                        .mapTo(Long.class)
                        .one());
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void erasesSoonAfterTheDeletion() {
        Entry device = filled("soon");
        delete(device);
        await(() -> keysOf(device) == 0 && waiting(device.id()) == 0);
    }

    /** What holds the eraser here is a crash elsewhere; the fresh eraser is the one of the next start. */
    @Test
    void whatACrashInterruptedIsFoundAgain() {
        Entry device = filled("crash");
        WORLD.world.telemetry.telemetry().whileNothingIsErased(() -> {
            delete(device);
            assertThat(keysOf(device)).isOne();
            assertThat(waiting(device.id()))
                    .as("written by the deletion itself")
                    .isOne();
            try (Eraser fresh = new Eraser(
                    new ErasureStore(WORLD.world.database),
                    WORLD.world.series,
                    new Turns(),
                    tenant -> Optional.empty())) {
                fresh.wake();
                await(() -> keysOf(device) == 0 && waiting(device.id()) == 0);
            }
        });
    }

    @Test
    void aDeletionThatIsNotAppliedYetWaits() {
        Entry device = filled("early");
        WORLD.world.database.transaction(
                sql -> sql.createUpdate("insert into series_erasure (entity_id, tenant_id) values (:id, :tenant)")
                        .bind("id", device.id())
                        .bind("tenant", WORLD.world.tenant)
                        .execute());
        Entry other = filled("other");
        delete(other);
        await(() -> keysOf(other) == 0);
        assertThat(keysOf(device)).as("still in the directory").isOne();
        delete(device);
        await(() -> keysOf(device) == 0 && waiting(device.id()) == 0);
    }

    @Test
    void aRolledBackDeletionErasesNothing() {
        Entry device = filled("rolled back");
        try {
            WORLD.world.database.transaction(sql -> {
                sql.createUpdate("delete from entity where id = :id")
                        .bind("id", device.id())
                        .execute();
                throw new IllegalStateException("rolled back");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("rolled back");
        }
        assertThat(waiting(device.id())).isZero();
        assertThat(keysOf(device)).isOne();
    }
}
