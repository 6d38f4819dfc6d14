package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import org.junit.jupiter.api.Test;

/** Counts that go by the state of devices do not wait for the next refresh, which is a minute away. */
final class CountsTest {

    private static String active(int cmdId) {
        return "{\"type\":\"ENTITY_COUNT\",\"cmdId\":" + cmdId
                + ",\"query\":{\"entityFilter\":{\"type\":\"entityType\","
                + "\"entityType\":\"DEVICE\"},\"keyFilters\":[{\"key\":{\"type\":\"SERVER_ATTRIBUTE\",\"key\":\"active\"},"
                + "\"valueType\":\"STRING\",\"predicate\":{\"type\":\"STRING\",\"operation\":\"EQUAL\","
                + "\"value\":{\"defaultValue\":\"true\"}}}]}}";
    }

    @Test
    void countsFollowTheStateOfDevices() {
        try (LiveServer server = new LiveServer();
                LiveClient client = server.client(server.emma)) {
            Entry device = server.device("Pump", server.customerA);
            client.commands(active(4));
            assertThat(client.next(4).path("count").asLong()).isZero();
            server.attribute(device, KeyScope.SERVER_SCOPE, "active", "true");
            assertThat(client.next(4).path("count").asLong()).isEqualTo(1);
            server.attribute(device, KeyScope.SERVER_SCOPE, "active", "false");
            assertThat(client.next(4).path("count").asLong()).isZero();
        }
    }
}
