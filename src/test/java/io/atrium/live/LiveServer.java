package io.atrium.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.base.Value;
import io.atrium.config.Settings;
import io.atrium.entity.Attributes;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.SaveOptions;
import io.atrium.http.ClientAddress;
import io.atrium.http.OwnOrigin;
import io.atrium.http.TestApi.Answer;
import io.atrium.telemetry.Reading;
import io.atrium.telemetry.Telemetry;
import io.atrium.transport.ws.LiveSockets;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A whole server whose WebSockets listen on a free port. The tenant has the customers A (with A1 below) and B, a device
 * of each, and people of every kind.
 */
final class LiveServer implements AutoCloseable {

    static final String PUBLIC_URL = "https://atrium.example:443";
    static final String PASSWORD = "live-test-secret-7";

    final TestWorld world;
    final int port;
    final UUID customerA;
    final UUID customerA1;
    final UUID customerB;
    final Actor emma;
    final Actor mia;
    final Actor jack;
    final Actor sub;
    final Entry deviceA;
    final Entry deviceB;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer http;

    LiveServer() {
        this(InstantSource.system(), Map.of());
    }

    LiveServer(InstantSource clock, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        world = new TestWorld(clock, TestWorld.NO_MAIL, all);
        customerA = world.newCustomer(world.tenant, null, "Customer A");
        customerA1 = world.newCustomer(world.tenant, customerA, "Customer A1");
        customerB = world.newCustomer(world.tenant, null, "Customer B");
        emma = newUser(world.tenant, customerA, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
        mia = newUser(world.tenant, customerA, "mia@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        sub = newUser(world.tenant, customerA1, "sue@a1.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        jack = newUser(world.tenant, customerB, "jack@b.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        deviceA = device("SD-A", customerA);
        deviceB = device("SD-B", customerB);
        LiveConfig config = Settings.from(all, List.of()).read(LiveConfig.class);
        Router router = Router.router(vertx);
        new LiveSockets(
                        world.live,
                        config,
                        new OwnOrigin(() -> URI.create(PUBLIC_URL)),
                        new ClientAddress(null),
                        InstantSource.system())
                .mount(router);
        http = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        port = http.actualPort();
    }

    int port() {
        return port;
    }

    Entry device(String name, @Nullable UUID customer) {
        var document = Json.object().put("name", name);
        if (customer != null) {
            document.putObject("customerId").put("entityType", "CUSTOMER").put("id", customer.toString());
        }
        return world.changes.save(
                world.admin,
                world.tenant,
                world.platform.directories().kinds().require("DEVICE"),
                document,
                SaveOptions.PLAIN);
    }

    /** A view of the device of A for B, of the series {@code t} and the server attribute {@code model}. */
    Entry view(String name, UUID customer, long start, long end) {
        var document = Json.object()
                .put("name", name)
                .put("type", "window")
                .put("startTimeMs", start)
                .put("endTimeMs", end);
        document.putObject("customerId").put("entityType", "CUSTOMER").put("id", customer.toString());
        document.putObject("entityId")
                .put("entityType", "DEVICE")
                .put("id", deviceA.id().toString());
        var keys = document.putObject("keys");
        keys.putArray("timeseries").add("t");
        keys.putObject("attributes").putArray("ss").add("model");
        return world.changes.save(
                world.admin,
                world.tenant,
                world.platform.directories().kinds().require("ENTITY_VIEW"),
                document,
                SaveOptions.PLAIN);
    }

    Directory directory() {
        return world.platform.directories().of(world.tenant);
    }

    /** A user with an account, in a user group of his owner. */
    Actor newUser(UUID tenant, @Nullable UUID customer, String email, String... groups) {
        Authority authority = customer == null ? Authority.TENANT_ADMIN : Authority.CUSTOMER_USER;
        var body = Json.object().put("email", email).put("authority", authority.name());
        if (customer != null) {
            body.putObject("customerId").put("entityType", "CUSTOMER").put("id", customer.toString());
        } else {
            body.putObject("tenantId").put("entityType", "TENANT").put("id", tenant.toString());
        }
        Actor maker = customer == null ? TestWorld.SYSTEM : world.admin;
        UUID id = UUID.fromString(ok(world.api.post(maker, "/api/user?sendActivationMail=false", body.toString()))
                .json()
                .at("/id/id")
                .asText());
        world.platform.gate().change(TestWorld.SYSTEM, tenant, change -> {
            Entry user = change.find(id).orElseThrow();
            Entry owner = customer == null
                    ? change.directory().tenant()
                    : change.find(customer).orElseThrow();
            for (String name : groups) {
                change.addMember(
                        change.owned(owner, "ENTITY_GROUP")
                                .filter(group -> group.name().equals(name) && "USER".equals(group.subtype()))
                                .findFirst()
                                .orElseThrow(),
                        user);
            }
            return id;
        });
        return new Actor(authority, tenant, customer, id, email, null, false);
    }

    /** Gives a user a password and logs in. */
    JsonNode login(Actor user) {
        Answer link = world.api.get(
                user.customerId() == null ? TestWorld.SYSTEM : world.admin,
                "/api/user/" + user.userId() + "/activationLink");
        if (link.status() == 200) {
            String token = link.text().substring(link.text().indexOf("activateToken=") + "activateToken=".length());
            Answer activated = world.api.post(
                    null,
                    "/api/noauth/activate?sendActivationMail=false",
                    Json.write(Map.of("activateToken", token.strip().replace("\"", ""), "password", PASSWORD)));
            if (activated.status() != 200) {
                throw new AssertionError(activated);
            }
        }
        return world.login(user.userName(), PASSWORD);
    }

    String token(Actor user) {
        return login(user).path("token").asText();
    }

    /** A client that is signed in as a user. */
    LiveClient client(Actor user) {
        return LiveClient.open(port, "/api/ws?token=" + token(user));
    }

    LiveClient client(String token) {
        return LiveClient.open(port, "/api/ws?token=" + token);
    }

    LiveClient anonymous() {
        return LiveClient.open(port, "/api/ws");
    }

    /** Stores points of a key, on behalf of the device. */
    void store(Entry device, String key, long ts, long value) {
        Telemetry.await(
                world.telemetry.telemetry().write(directory(), device, List.of(new Reading(ts, key, Value.of(value)))));
    }

    void store(Entry device, String key, long value) {
        store(device, key, world.platform.clock().millis(), value);
    }

    void attribute(Entry device, KeyScope scope, String key, String value) {
        Attributes attributes = world.platform.attributes();
        attributes.put(directory(), device, scope, Map.of(key, Value.of(value)));
    }

    Answer ok(Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError(answer);
        }
        return answer;
    }

    /** Lets the users of a customer read one device; the grant's id. */
    String share(Entry device, UUID customer, @Nullable Long until) {
        var body = Json.object();
        body.putObject("entity")
                .put("entityType", "DEVICE")
                .put("id", device.id().toString());
        body.putObject("receiver").put("entityType", "CUSTOMER").put("id", customer.toString());
        if (until != null) {
            body.put("until", until);
        }
        return ok(world.api.post(world.admin, "/api/access/share", body.toString()))
                .json()
                .at("/grantIds/0")
                .asText();
    }

    void unshare(String grant) {
        ok(world.api.delete(world.admin, "/api/groupPermission/" + grant));
    }

    @Override
    public void close() {
        http.close().toCompletionStage().toCompletableFuture().join();
        world.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
