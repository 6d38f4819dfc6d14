package io.atrium.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.app.HandClock;
import io.atrium.app.TestWorld;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Devices' tokens, passwords and provisioning keys cannot be tried at will. */
final class GuessesTest {

    private static final String HERE = "192.0.2.1";
    private static final String THERE = "192.0.2.2";

    private final HandClock clock = new HandClock();
    private final TestWorld world = new TestWorld(
            clock,
            TestWorld.NO_MAIL,
            Map.of("ATRIUM_DEVICE_FAILURES_PER_ADDRESS", "6", "ATRIUM_DEVICE_FAILURES_PER_NAME", "3"));
    private final DeviceGateway gateway = world.ingest.gateway();

    @BeforeEach
    void device() {
        world.save(world.admin, "/api/device?accessToken=t-good", Map.of("name", "Good"));
        // On the beginning of a minute, so that no test goes over its end.
        clock.advance(Duration.ofMillis(60_000 - clock.millis() % 60_000));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private LoginResult.Reason tries(String token, String address) {
        LoginResult result = gateway.login(new Presented.Token(token), DeviceTransport.MQTT, address)
                .toCompletableFuture()
                .join();
        return result instanceof LoginResult.Refused refused ? refused.reason() : LoginResult.Reason.NOTHING_PRESENTED;
    }

    private boolean letsIn(String token, String address) {
        return gateway.login(new Presented.Token(token), DeviceTransport.MQTT, address)
                        .toCompletableFuture()
                        .join()
                instanceof LoginResult.Accepted;
    }

    @Test
    void addressThatGuessesIsRefusedForTheRestOfTheMinute() {
        for (int i = 0; i < 6; i++) {
            assertThat(tries("wrong-" + i, HERE)).isEqualTo(LoginResult.Reason.BAD_CREDENTIALS);
        }
        assertThat(tries("wrong-7", HERE)).isEqualTo(LoginResult.Reason.RATE_LIMIT);
        assertThat(letsIn("t-good", HERE))
                .as("a right guess after too many wrong ones")
                .isFalse();
        assertThat(letsIn("t-good", THERE)).isTrue();
        clock.advance(Duration.ofMinutes(1));
        assertThat(letsIn("t-good", HERE)).isTrue();
    }

    @Test
    void deviceThatCameInWhileANeighbourFailedGoesOn() {
        tries("wrong-0", HERE);
        assertThat(letsIn("t-good", HERE)).isTrue();
        for (int i = 1; i < 9; i++) {
            tries("wrong-" + i, HERE);
        }
        assertThat(letsIn("t-good", HERE)).isTrue();
    }

    @Test
    void passwordsOfOneNameAreFew() {
        Presented wrong = new Presented.Basic("client", "user", "wrong");
        for (int i = 0; i < 3; i++) {
            gateway.login(wrong, DeviceTransport.MQTT, HERE)
                    .toCompletableFuture()
                    .join();
        }
        assertThat(gateway.login(wrong, DeviceTransport.MQTT, HERE)
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new LoginResult.Refused(LoginResult.Reason.RATE_LIMIT));
        assertThat(letsIn("t-good", HERE)).isTrue();
    }

    @Test
    void provisioningKeysAreFew() {
        byte[] body = "{\"deviceName\":\"x\",\"provisionDeviceKey\":\"k\",\"provisionDeviceSecret\":\"s\"}"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3; i++) {
            assertThat(gateway.provision(body, HERE)
                            .toCompletableFuture()
                            .join()
                            .path("status")
                            .asText())
                    .isEqualTo("NOT_FOUND");
        }
        assertThatThrownBy(() ->
                        gateway.provision(body, HERE).toCompletableFuture().join())
                .hasMessageContaining("Too many provisioning requests failed");
        assertThat(gateway.provision(body, THERE)
                        .toCompletableFuture()
                        .join()
                        .path("status")
                        .asText())
                .isEqualTo("NOT_FOUND");
    }
}
