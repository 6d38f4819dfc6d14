package io.atrium.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.http.TestApi;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the directories take of the heap is counted, given back, and refused beyond its budget. */
final class HeapBudgetTest {

    private TestWorld world;

    @BeforeEach
    void start() {
        world = new TestWorld();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private Directory directory() {
        return world.platform.directories().of(world.tenant);
    }

    @Test
    void whatIsDeletedIsGivenBack() {
        UUID kept = world.save(world.admin, "/api/asset", Map.of("name", "kept"));
        // The first device makes its profile.
        world.save(world.admin, "/api/device", Map.of("name", "first"));
        long before = directory().account().bytes();
        UUID asset = world.save(
                world.admin,
                "/api/asset",
                Map.of("name", "a", "additionalInfo", Map.of("description", "x".repeat(900))));
        UUID device = world.save(world.admin, "/api/device", Map.of("name", "d"));
        String path = "/api/plugins/telemetry/DEVICE/" + device;
        assertThat(world.api
                        .post(
                                world.admin,
                                path + "/timeseries/ANY",
                                Json.write(Map.of("t", "text", "n", 1, "l", "x".repeat(5_000))))
                        .status())
                .isEqualTo(200);
        assertThat(world.api
                        .post(world.admin, path + "/SERVER_SCOPE", "{\"a\":\"b\"}")
                        .status())
                .isEqualTo(200);
        for (UUID to : new UUID[] {asset, device}) {
            String relation = Json.write(Map.of(
                    "from",
                    Map.of("entityType", "ASSET", "id", kept),
                    "to",
                    Map.of("entityType", to.equals(asset) ? "ASSET" : "DEVICE", "id", to),
                    "type",
                    "Contains",
                    "typeGroup",
                    "COMMON"));
            assertThat(world.api.post(world.admin, "/api/relation", relation).status())
                    .isEqualTo(200);
        }
        assertThat(directory().account().bytes()).isGreaterThan(before + 900);

        Directory again = new Directories(
                        world.database, directory().kinds(), world.platform.ids(), InstantSource.system())
                .of(world.tenant);
        // The series are loaded by telemetry, which the second directory lacks.
        assertThat(again.account().bytes()).isEqualTo(directory().account().bytes() - seriesOnly(device));

        world.api.delete(world.admin, "/api/device/" + device);
        world.api.delete(world.admin, "/api/asset/" + asset);
        assertThat(directory().account().bytes()).isEqualTo(before);
    }

    private long seriesOnly(UUID device) {
        int ordinal = directory().find(device).orElseThrow().ordinal();
        HeapAccount account = HeapAccount.unlimited();
        Latest counted = new Latest(account, (scope, key, at) -> null);
        directory().latest().peek(KeyScope.TIME_SERIES, ordinal).forEach((key, stamped) -> {
            counted.put(KeyScope.TIME_SERIES, key, ordinal, 1, stamped.value());
        });
        return account.bytes();
    }

    @Test
    void beyondTheBudgetNewThingsAndKeysAreRefusedAndOldOnesMayShrink() {
        UUID asset = world.save(
                world.admin,
                "/api/asset",
                Map.of("name", "a", "additionalInfo", Map.of("description", "x".repeat(900))));
        UUID device = world.save(world.admin, "/api/device?accessToken=t", Map.of("name", "d"));
        String path = "/api/plugins/telemetry/DEVICE/" + device + "/timeseries/ANY";
        assertThat(world.api.post(world.admin, path, "{\"old\":1}").status()).isEqualTo(200);
        HeapAccount account = directory().account();
        account.add(account.budget().most());
        try {
            TestApi.Answer answer = world.api.post(world.admin, "/api/asset", Json.write(Map.of("name", "b")));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("ATRIUM_DIRECTORY_HEAP_SHARE");
            TestApi.Answer key = world.api.post(world.admin, path, "{\"new\":1}");
            assertThat(key.status()).isEqualTo(403);
            assertThat(key.text()).contains("ATRIUM_DIRECTORY_HEAP_SHARE");
            assertThat(world.api
                            .post(world.admin, path, "{\"new\":1,\"old\":2}")
                            .status())
                    .isEqualTo(200);

            String text = "y".repeat(200);
            assertThat(world.api
                            .post(world.admin, path, Json.write(Map.of("old", text)))
                            .status())
                    .isEqualTo(200);
            int ordinal = directory().find(device).orElseThrow().ordinal();
            assertThat(Objects.requireNonNull(directory().latest().peek(KeyScope.TIME_SERIES, "old", ordinal))
                            .value())
                    .isEqualTo(Value.stub(Value.Kind.STRING, 200));
            assertThat(Objects.requireNonNull(directory().latest().get(KeyScope.TIME_SERIES, "old", ordinal))
                            .value())
                    .isEqualTo(Value.of(text));

            String smaller =
                    world.api.get(world.admin, "/api/asset/" + asset).text().replaceAll("x{800}", "");
            assertThat(world.api.post(world.admin, "/api/asset", smaller).status())
                    .isEqualTo(200);
            assertThat(world.api.delete(world.admin, "/api/asset/" + asset).status())
                    .isEqualTo(200);
        } finally {
            account.add(-account.budget().most());
        }
    }

    @Test
    void theLastMemoryOfATenantIsForItsOwnPeopleAndThings() {
        UUID customer = world.newCustomer(world.tenant, null, "Many");
        Actor boss = world.newUser(world.tenant, customer, "boss@many.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        UUID theirs = world.save(boss, "/api/device", Map.of("name", "theirs"));
        UUID own = world.save(world.admin, "/api/device", Map.of("name", "own"));
        HeapAccount account = directory().account();
        long taken = account.budget().keptOfTenant() * 19 / 2;
        account.add(taken);
        try {
            TestApi.Answer refused = world.api.post(boss, "/api/asset", Json.write(Map.of("name", "a")));
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("ATRIUM_DIRECTORY_TENANT_SHARE");
            String path = "/api/plugins/telemetry/DEVICE/";
            TestApi.Answer key = world.api.post(boss, path + theirs + "/timeseries/ANY", "{\"new\":1}");
            assertThat(key.status()).isEqualTo(403);
            assertThat(key.text()).contains("ATRIUM_DIRECTORY_TENANT_SHARE");
            world.save(world.admin, "/api/asset", Map.of("name", "b"));
            assertThat(world.api
                            .post(world.admin, path + own + "/timeseries/ANY", "{\"new\":1}")
                            .status())
                    .isEqualTo(200);
        } finally {
            account.add(-taken);
        }
    }

    @Test
    void oneTenantLeavesAPartToTheOthers() {
        HeapBudget budget = new HeapBudget(new DirectoryConfig(60, 90), 1_064L << 20);
        assertThat(budget.most()).isBetween(590L << 20, 600L << 20);
        HeapAccount one = new HeapAccount(budget);
        HeapAccount other = new HeapAccount(budget);
        one.add(530L << 20);
        assertThat(one.hasRoom(50L << 20)).isFalse();
        assertThat(other.hasRoom(50L << 20)).isTrue();
        other.add(230L << 20);
        assertThatThrownBy(budget::requireLoadable)
                .isInstanceOf(Problem.class)
                .hasMessageContaining("ATRIUM_DIRECTORY_HEAP_SHARE");
        one.close();
        budget.requireLoadable();
        assertThat(other.hasRoom(1)).isTrue();
    }

    @Test
    void aTenantThatDoesNotFitIsRefusedAndTakesNothing() {
        world.save(world.admin, "/api/asset", Map.of("name", "a"));
        Directories small = new Directories(
                world.database,
                directory().kinds(),
                world.platform.ids(),
                InstantSource.system(),
                new HeapBudget(new DirectoryConfig(60, 90), 8_000));
        assertThatThrownBy(() -> small.of(world.tenant))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE));
        assertThatThrownBy(() -> small.of(world.tenant)).hasMessageContaining("larger heap");
    }

    @Test
    void attachmentsAndKnownSecretsAreCountedAndForgotten() {
        UUID gateway = world.save(
                world.admin, "/api/device", Map.of("name", "gateway", "additionalInfo", Map.of("gateway", true)));
        UUID customer = world.newCustomer(world.tenant, null, "Knows");
        Actor knows =
                world.newUser(world.tenant, customer, "knows@budget.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        UUID device = world.save(
                world.admin,
                "/api/device",
                Map.of("name", "behind", "customerId", Map.of("entityType", "CUSTOMER", "id", customer)));
        String relation = Json.write(Map.of(
                "from", Map.of("entityType", "DEVICE", "id", gateway),
                "to", Map.of("entityType", "DEVICE", "id", device),
                "type", "Created"));
        for (int i = 0; i < 2; i++) {
            world.api.post(world.admin, "/api/relation", relation);
            world.api.get(knows, "/api/device/" + device + "/credentials");
        }
        assertThat(directory().attachments().size()).isEqualTo(1);
        assertThat(directory().secretReaders().size()).isEqualTo(1);
        world.api.delete(world.admin, "/api/relations?entityId=" + gateway + "&entityType=DEVICE");
        assertThat(directory().attachments().size()).isZero();
        world.api.post(world.admin, "/api/relation", relation);
        assertThat(directory().attachments().size()).isEqualTo(1);
        world.api.delete(world.admin, "/api/device/" + device);
        assertThat(directory().attachments().size()).isZero();
        assertThat(directory().secretReaders().size()).isZero();
    }
}
