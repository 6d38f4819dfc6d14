package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.entity.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Between the first answer and the updates nothing is lost, told twice or told out of order. */
final class RaceTest {

    private static final int ROUNDS = 30;

    @Test
    void everyPointComesOnceAndInOrderWhileADeviceWrites() {
        try (LiveServer server =
                new LiveServer(java.time.InstantSource.system(), Map.of("ATRIUM_WS_UPDATE_RATE", "200"))) {
            String token = server.token(server.emma);
            for (int round = 0; round < ROUNDS; round++) {
                Entry device = server.device("Race " + round, server.customerA);
                race(server, token, device, round % 3);
            }
        }
    }

    private static void race(LiveServer server, String token, Entry device, int form) {
        long start = server.world.platform.clock().millis() - 100_000;
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong last = new AtomicLong();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                long n = last.get() + 1;
                server.store(device, "n", start + n, n);
                last.set(n);
            }
        });
        LiveClient client = server.client(token);
        assertThat(LiveClient.holdsWithin(java.time.Duration.ofSeconds(10), () -> last.get() > 5))
                .isTrue();
        String window = ",\"keys\":\"n\",\"startTs\":" + start + ",\"timeWindow\":100000,\"limit\":50000";
        client.commands(
                switch (form) {
                    case 0 -> Commands.series(1, device.id(), window);
                    case 1 -> Commands.series(1, device.id(), ",\"keys\":\"n\"");
                    default -> Commands.data(1, false, ts(start), device);
                });
        List<Long> got = new ArrayList<>();
        got.addAll(points(client.next(1)).reversed());
        long seenAtAnswer = last.get();
        assertThat(LiveClient.holdsWithin(java.time.Duration.ofSeconds(10), () -> last.get() > seenAtAnswer + 50))
                .isTrue();
        stop.set(true);
        writer.join();
        while (got.isEmpty() || got.getLast() < last.get()) {
            got.addAll(points(client.next(1)));
        }
        List<Long> wanted = new ArrayList<>();
        for (long n = form == 1 ? got.getFirst() : 1; n <= last.get(); n++) {
            wanted.add(n);
        }
        assertThat(got).as("form " + form).isEqualTo(wanted);
        assertThat(client.settled()).isEmpty();
        client.close();
    }

    private static String ts(long start) {
        return ",\"tsCmd\":{\"keys\":[\"n\"],\"startTs\":" + start + ",\"timeWindow\":100000,\"limit\":50000}";
    }

    private static List<Long> points(JsonNode frame) {
        List<Long> values = new ArrayList<>();
        if (frame.has("subscriptionId")) {
            frame.at("/data/n").forEach(point -> values.add(point.path(1).asLong()));
        } else {
            JsonNode row = frame.path("data").isNull() ? frame.at("/update/0") : frame.at("/data/data/0");
            row.at("/timeseries/n")
                    .forEach(point -> values.add(point.path("value").asLong()));
        }
        return values;
    }
}
