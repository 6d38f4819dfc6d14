package io.atrium.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.system.TestServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What every round of {@link CrashSystemTest} works on: two customers with a device group each, and a fleet. */
final class CrashWorld {

    final TestServer server;
    final String admin;
    final String tenantId;
    /** The places that a device may be moved to: the tenant, customer A, customer B. */
    final List<Place> places = new ArrayList<>();

    /** Devices that change their owner. */
    final List<Member> movers = new ArrayList<>();
    /** Devices that stay with the tenant and get everything else. */
    final List<Member> fleet = new ArrayList<>();

    /** An owner with a group for devices. */
    record Place(String ownerType, String ownerId, String group) {}

    /** A device with the token it logs in with. */
    record Member(String id, String token) {}

    CrashWorld(TestServer server, int moverCount, int fleetSize) {
        this.server = server;
        TestServer.Tenant tenant = server.newTenant("Crash");
        admin = tenant.token();
        tenantId = tenant.id();
        places.add(new Place("TENANT", tenantId, newGroup("TENANT", tenantId, "Kept")));
        for (String title : List.of("Customer A", "Customer B")) {
            String id = ok(server.post(admin, "/api/customer", Map.of("title", title)))
                    .id();
            places.add(new Place("CUSTOMER", id, newGroup("CUSTOMER", id, "Rented")));
        }
        for (int i = 0; i < moverCount; i++) {
            movers.add(newDevice("mover-" + i));
        }
        for (int i = 0; i < fleetSize; i++) {
            fleet.add(newDevice("fleet-" + i));
        }
    }

    private String newGroup(String ownerType, String ownerId, String name) {
        return ok(server.post(
                        admin,
                        "/api/entityGroup",
                        Map.of(
                                "type",
                                "DEVICE",
                                "name",
                                name,
                                "ownerId",
                                Map.of("entityType", ownerType, "id", ownerId))))
                .id();
    }

    private Member newDevice(String name) {
        String id = ok(server.post(admin, "/api/device", Map.of("name", name))).id();
        return new Member(
                id,
                get("/api/device/" + id + "/credentials").path("credentialsId").asText());
    }

    JsonNode get(String path) {
        return ok(server.get(admin, path)).json();
    }

    Answer ok(Answer answer) {
        return server.ok(answer);
    }
}
