package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Entry;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What ends views and lines beside the causes of {@link RevocationTest}: public links, whole tenants, silent clients. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OtherEndsTest {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;

    private LiveServer server;

    @BeforeAll
    void open() {
        server = new LiveServer(
                InstantSource.system(), Map.of("ATRIUM_WS_UPDATE_RATE", "50", "ATRIUM_WS_PING_TIMEOUT", "300ms"));
    }

    @AfterAll
    void close() {
        server.close();
    }

    private UUID publicGroup(String name, Entry device) {
        UUID group = server.world.save(server.world.admin, "/api/entityGroup", Map.of("type", "DEVICE", "name", name));
        post("/api/entityGroup/" + group + "/addEntities", Json.write(List.of(device.id())));
        post("/api/entityGroup/" + group + "/makePublic", "");
        return group;
    }

    private void post(String path, String body) {
        server.ok(server.world.api.post(server.world.admin, path, body));
    }

    private String visitor(UUID group) {
        String customer = server.ok(server.world.api.get(server.world.admin, "/api/entityGroup/" + group))
                .json()
                .at("/additionalInfo/publicCustomerId")
                .asText();
        return server.ok(
                        server.world.api.post(null, "/api/auth/login/public", Json.write(Map.of("publicId", customer))))
                .json()
                .path("token")
                .asText();
    }

    @Test
    void aGroupThatIsPublicNoMoreLeavesItsVisitorsAtOnce() {
        Entry ends = server.device("Ends", null);
        Entry stays = server.device("Stays", null);
        UUID group = publicGroup("Public for now", ends);
        publicGroup("Public", stays);
        LiveClient client = server.client(visitor(group));
        client.commands(
                Commands.series(1, ends.id(), ",\"keys\":\"t\""),
                Commands.data(2, true, Commands.latest("TIME_SERIES:t"), ends, stays),
                Commands.count(3, ends, stays),
                Commands.series(4, stays.id(), ",\"keys\":\"t\""));
        assertThat(client.settled()).allMatch(frame -> frame.path("errorCode").asInt() == 0);
        server.store(ends, "t", 1);
        assertThat(client.next(1).at("/data/t/0/1").asText()).isEqualTo("1");
        post("/api/entityGroup/" + group + "/makePrivate", "");
        long done = System.nanoTime();
        assertThat(client.next(1).path("errorCode").asInt()).isEqualTo(3);
        assertThat(client.next(2).at("/data/totalElements").asInt()).isEqualTo(1);
        assertThat(client.next(3).path("count").asInt()).isEqualTo(1);
        assertThat(Duration.ofNanos(client.lastFrameAt() - done)).isLessThan(LIMIT);
        server.store(ends, "t", 918_273);
        server.store(stays, "t", 2);
        assertThat(client.next(4).at("/data/t/0/1").asText()).isEqualTo("2");
        assertThat(client.settled().toString()).doesNotContain("918273");
        client.close();
    }

    @Test
    void aDeletedTenantEndsTheLinesOfItsPeople() {
        UUID tenant = server.world.newTenant("Gone");
        Actor admin = server.newUser(tenant, null, "admin@gone.example", DefaultGroups.TENANT_ADMINISTRATORS);
        UUID device = server.world.save(admin, "/api/device", Map.of("name", "Gone too"));
        LiveClient client = server.client(admin);
        LiveClient other = server.client(server.emma);
        client.commands(Commands.series(1, device, ",\"keys\":\"t\""), Commands.attributes(2, device, ""));
        for (JsonNode frame : client.settled()) {
            assertThat(frame.path("errorCode").asInt()).isZero();
        }
        server.ok(server.world.api.delete(io.atrium.app.TestWorld.SYSTEM, "/api/tenant/" + tenant));
        long done = System.nanoTime();
        assertThat(client.closed()).startsWith("1008 Access ended");
        assertThat(Duration.ofNanos(client.closedAt() - done)).isLessThan(LIMIT);
        other.settled();
        assertThat(other.isClosed()).isFalse();
        other.close();
    }

    /** The client of the JDK answers pings by itself, so this one speaks the protocol by hand and does not. */
    @Test
    void aClientThatAnswersNoPingIsNotReliable() throws IOException {
        String token = server.token(server.emma);
        try (Socket socket = new Socket("127.0.0.1", server.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("GET /api/ws?token=" + token + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            assertThat(head(in)).startsWith("HTTP/1.1 101 ");
            int pings = 0;
            int kind = in.readByte() & 0xF;
            while (kind != CLOSE) {
                assertThat(kind).isIn(TEXT, PING);
                pings += kind == PING ? 1 : 0;
                in.skipNBytes(in.readByte());
                kind = in.readByte() & 0xF;
            }
            byte[] reason = new byte[in.readByte() - Short.BYTES];
            assertThat(in.readUnsignedShort()).isEqualTo(4500);
            in.readFully(reason);
            assertThat(new String(reason, StandardCharsets.UTF_8)).isEqualTo("not reliable");
            assertThat(pings).isPositive();
        }
    }

    private static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readByte());
        }
        return head.toString();
    }
}
