package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.transport.mqtt.MqttWorld.Device;
import io.atrium.transport.mqtt.RawClient.Packet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;

/** Many connections of one device at the same moment: one stays, and all others are told so. */
final class TakeoverTest {

    private static final int CLIENTS = 16;
    /** The end of a connection may stand behind a ping in its event loop when its successor is let in already. */
    private static final int TURNS = 20;

    private static final MqttWorld WORLD = new MqttWorld();
    private static int rounds;

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @RepeatedTest(10)
    void oneStays() throws Exception {
        Device device = WORLD.device("racer " + ++rounds);
        CountDownLatch start = new CountDownLatch(1);
        List<RawClient> clients = new ArrayList<>();
        List<Future<Packet>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                RawClient client = RawClient.open(WORLD.port, RawClient.V5);
                clients.add(client);
                answers.add(threads.submit(() -> {
                    start.await();
                    return client.connect("racer", device.token(), null);
                }));
            }
            start.countDown();
        }
        for (Future<Packet> answer : answers) {
            assertThat(answer.get().type()).isEqualTo(RawClient.CONNACK);
            assertThat(answer.get().code()).isZero();
        }
        List<RawClient> left = clients;
        for (int turn = 0; left.size() > 1 && turn < TURNS; turn++) {
            left = left.stream().filter(TakeoverTest::stays).toList();
        }
        assertThat(left).hasSize(1);
        RawClient winner = left.getFirst();
        winner.subscribe(1, 0, "v1/devices/me/attributes");
        WORLD.share(device.id(), Map.of("rate", 7));
        assertThat(winner.read().payload(RawClient.V5)).isEqualTo("{\"rate\":7}");
        clients.forEach(RawClient::close);
    }

    /** False for a client that was told that somebody took over, and then cut off. */
    private static boolean stays(RawClient client) {
        client.send(0xC0, new byte[0]);
        Packet packet = client.read();
        if (packet.type() == RawClient.PINGRESP) {
            return true;
        }
        assertThat(packet.type()).isEqualTo(RawClient.DISCONNECT);
        assertThat(packet.code()).isEqualTo(0x8E);
        assertThat(client.isClosedSomehow()).isTrue();
        return false;
    }
}
