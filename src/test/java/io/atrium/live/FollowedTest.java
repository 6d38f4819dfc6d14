package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.atrium.base.Ids;
import io.atrium.entity.Claimant;
import io.atrium.entity.Entry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What open live views remember has a bound, and nobody has so much of it that others have none. */
final class FollowedTest {

    private static final int MEGABYTE = 1 << 20;

    @Test
    void oneUserFollowsSoMuchAndOthersFollowOn() {
        try (LiveServer server =
                new LiveServer(InstantSource.system(), Map.of("ATRIUM_WS_MAX_FOLLOWED", Integer.toString(MEGABYTE)))) {
            List<Entry> devices = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                devices.add(server.device("Followed " + i, server.customerA));
            }
            String latest = Commands.latest("TIME_SERIES:a", "TIME_SERIES:b");
            Entry[] all = devices.toArray(Entry[]::new);
            try (LiveClient greedy = server.client(server.emma);
                    LiveClient other = server.client(server.jack)) {
                JsonNode answer = follow(greedy, 1, latest, all);
                int number = 1;
                while (answer.path("errorCode").asInt() == 0 && number < 100) {
                    answer = follow(greedy, ++number, latest, all);
                }
                assertThat(number).isBetween(3, 20);
                assertThat(answer.path("errorMsg").asText()).contains("ATRIUM_WS_MAX_FOLLOWED");
                assertThat(follow(other, 1, latest, server.deviceB)
                                .path("errorCode")
                                .asInt())
                        .isZero();
                greedy.send("{\"cmds\":[{\"type\":\"ENTITY_DATA_UNSUBSCRIBE\",\"cmdId\":1}]}");
                assertThat(follow(greedy, 200, latest, all).path("errorCode").asInt())
                        .isZero();
            }
            assertThat(LiveClient.holdsWithin(
                            Duration.ofSeconds(10),
                            () -> server.world.live.followed().taken() == 0))
                    .isTrue();
        }
    }

    @Test
    void queriesThatFindNothingAreRememberedToo() {
        try (LiveServer server =
                new LiveServer(InstantSource.system(), Map.of("ATRIUM_WS_MAX_FOLLOWED", Integer.toString(MEGABYTE)))) {
            String ids = String.join("\",\"", Collections.nCopies(50, server.customerA.toString()));
            String filter = "{\"type\":\"entityList\",\"entityType\":\"DEVICE\",\"entityList\":[\"" + ids + "\"]}";
            for (String command : List.of(
                    "{\"type\":\"ENTITY_DATA\",\"cmdId\":%d,\"query\":{\"entityFilter\":" + filter
                            + ",\"pageLink\":{\"page\":0,\"pageSize\":10},\"entityFields\":[],\"latestValues\":[]},"
                            + "\"latestCmd\":{\"keys\":[]}}",
                    "{\"type\":\"ENTITY_COUNT\",\"cmdId\":%d,\"query\":{\"entityFilter\":" + filter + "}}")) {
                try (LiveClient greedy = server.client(server.emma)) {
                    String answer = "";
                    int number = 0;
                    while (!answer.contains("ATRIUM_WS_MAX_FOLLOWED") && number < 90) {
                        greedy.send("{\"cmds\":[" + command.formatted(++number) + "]}");
                        answer = greedy.next().toString();
                    }
                    assertThat(number).as(answer).isBetween(2, 50);
                }
                assertThat(LiveClient.holdsWithin(
                                Duration.ofSeconds(10),
                                () -> server.world.live.followed().taken() == 0))
                        .isTrue();
            }
        }
    }

    @Test
    void pointsOfFirstAnswersAreRememberedForAWhileOnly() {
        try (LiveServer server =
                new LiveServer(InstantSource.system(), Map.of("ATRIUM_WS_MAX_FOLLOWED", Integer.toString(MEGABYTE)))) {
            long now = server.world.platform.clock().millis();
            for (int i = 0; i < 100; i++) {
                server.store(server.deviceA, "t", now - i, i);
            }
            String range = ",\"keys\":\"t\",\"timeWindow\":60000,\"startTs\":" + (now - 60_000)
                    + ",\"limit\":1000,\"agg\":\"NONE\"";
            try (LiveClient greedy = server.client(server.emma)) {
                JsonNode answer = NullNode.getInstance();
                int number = 0;
                while (answer.path("errorCode").asInt() == 0 && number < 90) {
                    greedy.send("{\"cmds\":[" + Commands.series(++number, server.deviceA.id(), range) + "]}");
                    answer = greedy.next();
                }
                // Without the points there would be room for more than 70.
                assertThat(number).isBetween(3, 15);
                assertThat(answer.path("errorMsg").asText()).contains("ATRIUM_WS_MAX_FOLLOWED");
                long open = Followed.SESSION + (number - 1) * 2_048L;
                assertThat(LiveClient.holdsWithin(
                                Duration.ofSeconds(30),
                                () -> server.world.live.followed().taken() < open + 8_192))
                        .isTrue();
            }
            assertThat(LiveClient.holdsWithin(
                            Duration.ofSeconds(10),
                            () -> server.world.live.followed().taken() == 0))
                    .isTrue();
        }
    }

    @Test
    void theUsersOfACustomerLeaveOthersRoom() {
        Followed followed = new Followed(MEGABYTE);
        UUID tenant = Ids.system().next();
        UUID customer = Ids.system().next();
        for (int i = 0; i < 100; i++) {
            Claimant user = new Claimant(List.of(customer), Ids.system().next());
            fill(followed, new Followed.Holder(tenant, user));
        }
        long byCustomer = followed.taken();
        assertThat(byCustomer).isBetween(150_000L, 200_000L);
        fill(
                followed,
                new Followed.Holder(
                        tenant,
                        new Claimant(List.of(Ids.system().next()), Ids.system().next())));
        assertThat(followed.taken() - byCustomer).isGreaterThan(40_000);
        fill(
                followed,
                new Followed.Holder(tenant, new Claimant(List.of(), Ids.system().next())));
        assertThat(followed.taken()).isBetween(300_000L, MEGABYTE / 2L);
        fill(followed, new Followed.Holder(Ids.system().next(), new Claimant(List.of(), null)));
        assertThat(followed.taken()).isGreaterThan(750_000);
    }

    private static void fill(Followed followed, Followed.Holder holder) {
        int taken = 0;
        while (taken < MEGABYTE && followed.change(holder, 1_000).isEmpty()) {
            taken += 1_000;
        }
        assertThat(taken).isLessThan(MEGABYTE);
    }

    private static JsonNode follow(LiveClient client, int cmdId, String latest, Entry... devices) {
        client.send("{\"cmds\":[" + Commands.data(cmdId, false, latest, devices) + "]}");
        return client.next();
    }
}
