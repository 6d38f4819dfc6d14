package io.atrium.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Entity queries with any bytes for a body: an answer or a problem of the caller's, and never a foreign entity. */
public final class QueryTarget {

    private static final List<String> PATHS = List.of("/api/entitiesQuery/find", "/api/entitiesQuery/count");
    private static final Set<Integer> EXPECTED = Set.of(200, 400, 403, 404);

    private static final TestWorld WORLD = new TestWorld();
    private static final UUID CUSTOMER = WORLD.newCustomer(WORLD.tenant, null, "Customer");
    private static final Actor CALLER =
            WORLD.newUser(WORLD.tenant, CUSTOMER, "emma@fuzz.example", DefaultGroups.CUSTOMER_USERS);

    /** An input spells it only if the fuzzer saw it compared with something; as the name of a key it may come back. */
    private static final String HIDDEN =
            WORLD.save(WORLD.admin, "/api/device", Map.of("name", "Hidden")).toString();

    static {
        WORLD.save(
                WORLD.admin,
                "/api/device",
                Map.of("name", "Visible", "ownerId", Map.of("entityType", "CUSTOMER", "id", CUSTOMER.toString())));
    }

    private QueryTarget() {}

    /** The entry point that the fuzzer knows by name. */
    public static void fuzzerTestOneInput(byte[] input) {
        String body = new String(input, StandardCharsets.UTF_8);
        for (String path : PATHS) {
            TestApi.Answer answer = WORLD.api.post(CALLER, path, body);
            if (!EXPECTED.contains(answer.status())) {
                throw new AssertionError(path + " answered " + answer);
            }
            if (answer.status() == 200 && showsHidden(answer, body)) {
                throw new AssertionError(path + " showed a foreign entity: " + answer);
            }
            if (answer.status() == 200 && path.endsWith("count")) {
                JsonNode count = answer.json();
                if (!count.isIntegralNumber() || count.asLong() < 0) {
                    throw new AssertionError("A count that is none: " + answer);
                }
            }
        }
    }

    private static boolean showsHidden(TestApi.Answer answer, String body) {
        if (!body.contains(HIDDEN)) {
            return answer.text().contains(HIDDEN);
        }
        for (JsonNode row : answer.json().path("data")) {
            if (row.at("/entityId/id").asText().equals(HIDDEN)) {
                return true;
            }
        }
        return false;
    }
}
