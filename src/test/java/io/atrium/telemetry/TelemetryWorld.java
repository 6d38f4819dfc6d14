package io.atrium.telemetry;

import io.atrium.app.HandClock;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Entry;
import io.atrium.entity.SaveOptions;
import io.atrium.http.TestApi.Answer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Two customers with a device each, and people of every right on the first one's. */
final class TelemetryWorld implements AutoCloseable {

    static final String BASE = "/api/plugins/telemetry/";

    final HandClock clock = new HandClock();
    final TestWorld world = new TestWorld(clock);
    final UUID customerA = world.newCustomer(world.tenant, null, "Customer A");
    final UUID customerB = world.newCustomer(world.tenant, null, "Customer B");
    final Actor admin = world.admin;
    /** May read and write what A owns. */
    final Actor manager =
            world.newUser(world.tenant, customerA, "mia@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
    /** May only read what A owns. */
    final Actor reader = world.newUser(world.tenant, customerA, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
    /** Sees nothing of A. */
    final Actor stranger =
            world.newUser(world.tenant, customerB, "jack@b.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);

    final Entry device = save("DEVICE", "SD-001", customerA);
    final Entry other = save("DEVICE", "AM-307", customerB);

    Entry save(String kind, String name, @Nullable UUID customer) {
        var document = Json.object().put("name", name);
        if (customer != null) {
            document.putObject("customerId").put("entityType", "CUSTOMER").put("id", customer.toString());
        }
        return world.changes.save(
                admin, world.tenant, world.platform.directories().kinds().require(kind), document, SaveOptions.PLAIN);
    }

    /** The tenant's view of the first device that lists one key of every scope, shared with customer B. */
    Entry view(long start, long end) {
        var document = Json.object()
                .put("name", "Window " + start)
                .put("type", "window")
                .put("startTimeMs", start)
                .put("endTimeMs", end);
        document.putObject("entityId")
                .put("entityType", "DEVICE")
                .put("id", device.id().toString());
        var keys = document.putObject("keys");
        keys.putArray("timeseries").add("t");
        keys.putObject("attributes").putArray("ss").add("model");
        Entry view = world.changes.save(
                admin,
                world.tenant,
                world.platform.directories().kinds().require("ENTITY_VIEW"),
                document,
                SaveOptions.PLAIN);
        var share = Json.object().put("readElseWrite", true);
        share.putObject("entity")
                .put("entityType", "ENTITY_VIEW")
                .put("id", view.id().toString());
        share.putObject("receiver").put("entityType", "CUSTOMER").put("id", customerB.toString());
        Answer shared = world.api.post(admin, "/api/access/share", share.toString());
        if (shared.status() != 200) {
            throw new AssertionError(shared);
        }
        return view;
    }

    String device() {
        return BASE + "DEVICE/" + device.id();
    }

    Answer get(Actor actor, String path) {
        return world.api.get(actor, path);
    }

    /** Stores telemetry of the first device as its manager. */
    void store(String body) {
        Answer answer = world.api.post(manager, device() + "/timeseries/ANY", body);
        if (answer.status() != 200) {
            throw new AssertionError(answer);
        }
    }

    @Override
    public void close() {
        world.close();
    }
}
