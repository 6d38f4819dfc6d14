package io.atrium.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Log-ins and changes of credentials at the same time: once a change has returned, the former secret is dead. */
final class DevicesRaceTest {

    private static final int CHANGES = 25;
    private static final int READERS = 2;

    @Test
    void formerTokenNeverWorksAfterItsReplacementReturned() throws InterruptedException, ExecutionException {
        try (TestWorld world = new TestWorld();
                var threads = Executors.newFixedThreadPool(READERS)) {
            Devices devices = new Devices(world.platform);
            UUID device = world.save(
                    world.admin,
                    "/api/device?accessToken=token-0",
                    Json.object().put("name", "racer"));
            AtomicInteger current = new AtomicInteger();
            AtomicBoolean done = new AtomicBoolean();
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> {
                    while (!done.get()) {
                        devices.byToken("token-" + current.get());
                    }
                }));
            }
            try {
                for (int i = 1; i <= CHANGES; i++) {
                    ObjectNode body =
                            Json.object().put("credentialsType", "ACCESS_TOKEN").put("credentialsId", "token-" + i);
                    body.putObject("deviceId").put("entityType", "DEVICE").put("id", device.toString());
                    assertThat(world.api
                                    .post(world.admin, "/api/device/credentials", body.toString())
                                    .status())
                            .isEqualTo(200);
                    assertThat(devices.byToken("token-" + (i - 1))).isEmpty();
                    assertThat(devices.byToken("token-" + i)).isPresent();
                    current.set(i);
                }
            } finally {
                done.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
    }
}
