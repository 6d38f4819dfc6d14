package io.atrium.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.HandClock;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values are texts on the wire; what they stand for is told beside them. */
final class ValueTypesTest {

    private final HandClock clock = new HandClock();

    private long now() {
        return clock.millis();
    }

    /** A text may only look like a number: a serial number is none. */
    @Test
    void valuesSayTheirTypesWhereThatIsAskedFor() {
        try (LiveServer server = new LiveServer(clock, Map.of());
                LiveClient client = server.client(server.token(server.emma))) {
            Entry device = server.device("Device", server.customerA);
            String parts = Commands.latest("SERVER_ATTRIBUTE:serial", "TIME_SERIES:count", "ENTITY_FIELD:name")
                    + Commands.ts("count", now() - 5_000, 10_000);
            server.attribute(device, KeyScope.SERVER_SCOPE, "serial", "241408E4");
            server.store(device, "count", now() - 2_000, 9_007_199_254_740_993L);
            client.commands(
                    Commands.data(1, false, parts, device),
                    typed(Commands.data(2, false, parts, device)),
                    Commands.attributes(3, device.id(), ""),
                    Commands.attributes(4, device.id(), ",\"valueTypes\":true"),
                    Commands.series(5, device.id(), ",\"valueTypes\":true"));
            JsonNode plain = client.next(1).at("/data/data/0");
            assertThat(plain.findValues("type")).isEmpty();
            JsonNode row = client.next(2).at("/data/data/0");
            assertThat(row.at("/latest/SERVER_ATTRIBUTE/serial/type").asText()).isEqualTo("STRING");
            assertThat(row.at("/latest/TIME_SERIES/count/type").asText()).isEqualTo("LONG");
            assertThat(row.at("/timeseries/count/0").toString())
                    .isEqualTo("{\"ts\":" + (now() - 2_000) + ",\"value\":\"9007199254740993\",\"type\":\"LONG\"}");
            assertThat(row.at("/latest/ENTITY_FIELD/name").has("type")).isFalse();
            assertThat(client.next(3).at("/data/serial/0")).hasSize(2);
            assertThat(client.next(4).at("/data/serial/0/2").asText()).isEqualTo("STRING");
            assertThat(client.next(5).at("/data/count/0/2").asText()).isEqualTo("LONG");
        }
    }

    private static String typed(String command) {
        return command.replace("\"query\":{", "\"query\":{\"valueTypes\":true,");
    }
}
