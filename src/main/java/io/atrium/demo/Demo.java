package io.atrium.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.http.LocalApi;
import io.atrium.ingest.DeviceGateway;
import io.atrium.people.Bootstrap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Loads the demo world into an empty installation and keeps its devices sending. */
public final class Demo {

    private static final String TENANT = "Demo";
    private static final Actor SYSTEM =
            new Actor(Authority.SYS_ADMIN, Ref.NULL_ID, null, Ref.NULL_ID, "demo", null, false);

    private final LocalApi api;
    private final Bootstrap people;
    private final DeviceGateway gateway;
    private final InstantSource clock;
    private final Path marker;
    private final WorldFile world = WorldFile.read();

    /**
     * @param marker a file that says which tenant is the demo's; there once the world is loaded whole
     */
    public Demo(LocalApi api, Bootstrap people, DeviceGateway gateway, InstantSource clock, Path marker) {
        this.api = api;
        this.people = people;
        this.gateway = gateway;
        this.clock = clock;
        this.marker = marker;
    }

    /** The demo's tenant and its administrator. */
    private record Loaded(UUID tenantId, UUID userId) {}

    /** All log-in names of the demo; they share one password. */
    public List<String> logins() {
        return world.users().stream().map(WorldFile.Person::email).toList();
    }

    /**
     * Loads the world into an installation without tenants; what a crash left half loaded is loaded afresh.
     *
     * @return true if the world was loaded by this call
     */
    public boolean load(String password) {
        DemoClient system = new DemoClient(api, SYSTEM);
        if (Files.exists(marker)) {
            return false;
        }
        for (JsonNode tenant : system.get("/api/tenants?pageSize=10&page=0").path("data")) {
            if (!tenant.path("title").asText().equals(TENANT)) {
                return false;
            }
            system.delete("/api/tenant/" + tenant.at("/id/id").asText());
        }
        UUID tenantId = system.save("/api/tenant", Map.of("title", TENANT));
        WorldFile.Person admin = world.users().getFirst();
        UUID userId = system.save(
                "/api/user?sendActivationMail=false",
                Map.of(
                        "email", admin.email(),
                        "authority", admin.authority(),
                        "firstName", admin.firstName(),
                        "lastName", admin.lastName(),
                        "tenantId", Ref.tenant(tenantId)));
        people.setPassword(userId, password);
        Loaded loaded = new Loaded(tenantId, userId);
        new DemoBuilder(client(loaded), tenantId, world, people, password).build();
        write(loaded);
        return true;
    }

    /** Starts the devices of a loaded world; empty if there is none. */
    public Optional<AutoCloseable> start(Duration history) {
        return read().map(loaded -> {
            Simulator simulator = new Simulator(client(loaded), gateway, clock, world);
            simulator.backfill(history);
            simulator.start();
            return simulator;
        });
    }

    private DemoClient client(Loaded loaded) {
        String name = world.users().getFirst().email();
        return new DemoClient(
                api, new Actor(Authority.TENANT_ADMIN, loaded.tenantId(), null, loaded.userId(), name, null, false));
    }

    private void write(Loaded loaded) {
        try {
            Files.writeString(marker, Json.write(loaded));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Loaded> read() {
        try {
            return Files.exists(marker)
                    ? Optional.of(Json.read(Files.readString(marker), Loaded.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
