package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import io.atrium.system.TestServer.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** Kills the server under MQTT load of devices and gateways: what was acknowledged is there, once. */
final class MqttCrashSystemTest {

    private static final Logger LOG = Logger.getLogger(MqttCrashSystemTest.class);
    /** The issue asks for 50; {@code -Datrium.crash.rounds=50} gives them. */
    private static final int ROUNDS = Integer.getInteger("atrium.crash.rounds", 5);

    private static final int DEVICES = 20;
    private static final int GATEWAYS = 3;
    private static final int BEHIND = 4;
    private static final long FIRST_TS = 1_700_000_000_000L;
    private static final long SEED = 20_261_122;

    /** A connection, and the devices whose points it sends. */
    private record Sender(String token, List<String> names, boolean isGateway) {}

    @Test
    void losesNothingThatWasAcknowledged() throws Exception {
        Random random = new Random(SEED);
        try (TestServer server = TestServer.start()) {
            Tenant tenant = server.newTenant("Crash");
            List<Sender> senders = new ArrayList<>();
            for (int i = 0; i < DEVICES; i++) {
                senders.add(sender(server, tenant, "D" + i, List.of("D" + i), false));
            }
            for (int i = 0; i < GATEWAYS; i++) {
                int gateway = i;
                List<String> names = new ArrayList<>();
                for (int device = 0; device < BEHIND; device++) {
                    names.add("G" + gateway + "-" + device);
                }
                senders.add(sender(server, tenant, "G" + i, names, true));
            }
            long[] acknowledged = new long[senders.size()];
            for (int round = 0; round < ROUNDS; round++) {
                long before = sum(acknowledged);
                load(server, senders, acknowledged, Duration.ofMillis(500 + random.nextInt(1_500)));
                server.startAgain();
                LOG.infof("round %d: %d messages acknowledged (seed %d)", round, sum(acknowledged) - before, SEED);
                assertThat(sum(acknowledged)).isGreaterThan(before);
                String token = server.login(tenant.email(), "tenant-secret");
                for (int i = 0; i < senders.size(); i++) {
                    for (String name : senders.get(i).names) {
                        assertThat(stored(server, token, name, acknowledged[i]))
                                .as("points of %s in round %d, seed %d", name, round, SEED)
                                .isEqualTo(acknowledged[i]);
                    }
                }
            }
        }
    }

    private static long sum(long[] numbers) {
        return java.util.Arrays.stream(numbers).sum();
    }

    private static Sender sender(TestServer server, Tenant tenant, String name, List<String> names, boolean isGateway) {
        Map<String, ?> device = Map.of("name", name, "additionalInfo", Map.of("gateway", isGateway));
        String id =
                server.ok(server.post(tenant.token(), "/api/device", device)).id();
        String token = server.ok(server.get(tenant.token(), "/api/device/" + id + "/credentials"))
                .json()
                .path("credentialsId")
                .asText();
        return new Sender(token, names, isGateway);
    }

    /** Publishes for a while and kills the server in the middle of it. */
    private static void load(TestServer server, List<Sender> senders, long[] acknowledged, Duration time)
            throws IOException, InterruptedException {
        int port = Json.read(Files.readString(server.data().resolve("ports.json")), JsonNode.class)
                .path("mqtt")
                .asInt();
        List<MqttPublisher> publishers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < senders.size(); i++) {
            Sender sender = senders.get(i);
            MqttPublisher publisher = new MqttPublisher(
                    port,
                    sender.token,
                    sender.isGateway ? "v1/gateway/telemetry" : "v1/devices/me/telemetry",
                    acknowledged[i],
                    number -> payload(sender, number));
            publishers.add(publisher);
            threads.add(Thread.ofVirtual().start(publisher));
        }
        long until = System.nanoTime() + time.toNanos();
        TestServer.await(time.plusSeconds(1), () -> System.nanoTime() >= until);
        server.kill();
        for (int i = 0; i < threads.size(); i++) {
            threads.get(i).join();
            acknowledged[i] = publishers.get(i).acknowledged;
        }
    }

    private static String payload(Sender sender, long number) {
        String entry = "{\"ts\":" + (FIRST_TS + number) + ",\"values\":{\"n\":" + number + "}}";
        if (!sender.isGateway) {
            return entry;
        }
        StringBuilder all = new StringBuilder("{");
        for (String name : sender.names) {
            all.append(all.length() == 1 ? "" : ",")
                    .append('"')
                    .append(name)
                    .append("\":[")
                    .append(entry)
                    .append(']');
        }
        return all.append('}').toString();
    }

    /** How many of the first points of a device can be read. */
    private static long stored(TestServer server, String token, String name, long first) {
        if (first == 0) {
            return 0;
        }
        String id = server.ok(server.get(token, "/api/tenant/devices?deviceName=" + name))
                .id();
        return server.ok(server.get(
                        token,
                        "/api/plugins/telemetry/DEVICE/" + id + "/values/timeseries?keys=n&agg=COUNT&interval=" + first
                                + "&startTs=" + FIRST_TS + "&endTs=" + (FIRST_TS + first)
                                + "&useStrictDataTypes=true"))
                .json()
                .at("/n/0/value")
                .asLong();
    }
}
