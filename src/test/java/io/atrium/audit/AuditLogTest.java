package io.atrium.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.SaveOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit log: who sees which rows, in which order, and for how long they are kept. */
final class AuditLogTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String PAGE = "?pageSize=100&page=0";

    private Instant now = START;
    private TestWorld world;
    private UUID customerA;
    private UUID customerB;
    private UUID below;
    private Actor emma;
    private Entry deviceA;
    private Entry deviceB;
    private Entry deviceBelow;
    private Entry deviceOfTenant;

    @BeforeEach
    void open() {
        world = new TestWorld(() -> now);
        customerA = world.newCustomer(world.tenant, null, "Customer A");
        customerB = world.newCustomer(world.tenant, null, "Customer B");
        below = world.newCustomer(world.tenant, customerA, "Below A");
        emma = world.newUser(world.tenant, customerA, "emma@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        now = START.plusSeconds(100);
        deviceA = device("Device A", customerA);
        deviceB = device("Device B", customerB);
        deviceBelow = device("Device below", below);
        deviceOfTenant = device("Device of the tenant", null);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Entry device(String name, @Nullable UUID customer) {
        Kind<?> kind = world.platform.directories().kinds().require("DEVICE");
        ObjectNode document = Json.object().put("name", name);
        if (customer != null) {
            document.set("customerId", Json.tree(Ref.customer(customer)));
        }
        return world.changes.save(world.admin, world.tenant, kind, document, SaveOptions.PLAIN);
    }

    private JsonNode get(Actor actor, String path) {
        var answer = world.api.get(actor, path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private List<String> names(Actor actor, String path) {
        // The first device of a tenant brings the tenant's default profile along.
        return get(actor, path).path("data").findValuesAsText("entityName").stream()
                .filter(name -> !name.equals("default"))
                .toList();
    }

    @Test
    void customersSeeTheirOwnRowsAndThoseBelowAndNoOthers() {
        String added = "/api/audit/logs" + PAGE + "&actionTypes=ADDED&startTime=" + now.toEpochMilli();
        assertThat(names(world.admin, added))
                .containsExactly("Device A", "Device B", "Device below", "Device of the tenant");
        assertThat(names(emma, added)).containsExactly("Device A", "Device below");
        JsonNode all = get(emma, "/api/audit/logs" + PAGE);
        List<String> customers = new ArrayList<>();
        all.path("data").forEach(row -> customers.add(row.at("/customerId/id").asText()));
        assertThat(customers).isNotEmpty().containsOnly(customerA.toString(), below.toString());
        assertThat(all.path("totalElements").asInt()).isEqualTo(customers.size());
        assertThat(all.toString()).doesNotContain("Device B", "Customer B", "of the tenant");
    }

    @Test
    void rowsOfOneTargetNeedReadOnIt() {
        String entity = "/api/audit/logs/entity/DEVICE/";
        assertThat(names(world.admin, entity + deviceB.id() + PAGE)).containsExactly("Device B");
        assertThat(names(emma, entity + deviceA.id() + PAGE)).containsExactly("Device A");
        String customer = "/api/audit/logs/customer/";
        assertThat(names(world.admin, customer + customerB + PAGE))
                .contains("Device B")
                .doesNotContain("Device A");
        assertThat(names(emma, customer + below + PAGE))
                .contains("Device below")
                .doesNotContain("Device A");
        String user = "/api/audit/logs/user/";
        assertThat(names(world.admin, user + world.admin.userId() + PAGE)).contains("Device A", "Device B");
        assertThat(names(emma, user + emma.userId() + PAGE)).isEmpty();
        String never = "01900000-0000-7000-8000-000000000000";
        String unknown = world.api.get(emma, entity + never + PAGE).text();
        for (String path : List.of(
                entity + deviceB.id(),
                entity + deviceOfTenant.id(),
                "/api/audit/logs/entity/ASSET/" + deviceA.id(),
                "/api/audit/logs/entity/TENANT/" + world.tenant,
                customer + customerB,
                user + world.admin.userId())) {
            var answer = world.api.get(emma, path + PAGE);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.text()).as(path).isEqualTo(unknown);
        }
    }

    @Test
    void rowsOfOtherTenantsAreOutOfReach() {
        UUID other = world.newTenant("Other");
        Actor stranger = world.newUser(other, null, "admin@other.example", DefaultGroups.TENANT_ADMINISTRATORS);
        assertThat(get(stranger, "/api/audit/logs" + PAGE).toString()).doesNotContain("Device", "Customer A");
        assertThat(world.api
                        .get(stranger, "/api/audit/logs/entity/DEVICE/" + deviceA.id() + PAGE)
                        .status())
                .isEqualTo(404);
        JsonNode system = get(TestWorld.SYSTEM, "/api/audit/logs" + PAGE);
        assertThat(system.path("data").findValuesAsText("entityName")).contains("Other", "Acme");
        assertThat(system.toString()).doesNotContain("Device", "Customer A");
    }

    @Test
    void readingNeedsThePermission() {
        Actor nobody = world.newUser(world.tenant, null, "nobody@acme.example");
        Actor jack = world.newUser(world.tenant, customerB, "jack@b.example");
        for (Actor actor : List.of(nobody, jack)) {
            assertThat(world.api.get(actor, "/api/audit/logs" + PAGE).status()).isEqualTo(403);
            assertThat(world.api
                            .get(actor, "/api/audit/logs/entity/DEVICE/" + deviceB.id() + PAGE)
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void formerOwnerIsNotShownToTheNewOne() {
        world.platform
                .gate()
                .change(
                        world.admin,
                        world.tenant,
                        change -> world.changes.changeOwnerIn(
                                change,
                                world.platform.scopes().of(world.admin),
                                deviceB,
                                change.find(customerA).orElseThrow()));
        String path = "/api/audit/logs/entity/DEVICE/" + deviceB.id() + PAGE + "&actionTypes=CHANGE_OWNER";
        assertThat(get(world.admin, path)
                        .at("/data/0/actionData/formerOwnerName")
                        .asText())
                .isEqualTo("Customer B");
        JsonNode seen = get(emma, path);
        assertThat(seen.at("/data/0/actionData/targetOwnerName").asText()).isEqualTo("Customer A");
        assertThat(seen.toString()).doesNotContain("Customer B");
        assertThat(names(emma, "/api/audit/logs/entity/DEVICE/" + deviceB.id() + PAGE))
                .hasSize(1);
    }

    @Test
    void whatOneMayNotReadIsInNoRow() {
        String hidden = deviceOfTenant.id().toString();
        String relation =
                "{\"from\":{\"entityType\":\"DEVICE\",\"id\":\"%s\"},\"to\":{\"entityType\":\"DEVICE\",\"id\":\"%s\"},"
                        + "\"type\":\"Secret\",\"typeGroup\":\"COMMON\"}";
        for (Entry end : List.of(deviceOfTenant, deviceBelow)) {
            String body = relation.formatted(end.id(), deviceA.id());
            assertThat(world.api.post(world.admin, "/api/relation", body).status())
                    .isEqualTo(200);
        }
        ObjectNode user = (ObjectNode) get(world.admin, "/api/user/" + emma.userId());
        user.putObject("additionalInfo").put("note", "kept").put("hidden", hidden);
        assertThat(world.api.post(world.admin, "/api/user", user.toString()).status())
                .isEqualTo(200);
        String seen = get(emma, "/api/audit/logs" + PAGE).toString();
        assertThat(seen)
                .doesNotContain(hidden)
                .contains("kept", deviceBelow.id().toString());
        String drawn = "/api/audit/logs/entity/DEVICE/" + deviceA.id() + PAGE + "&actionTypes=RELATION_ADD_OR_UPDATE";
        List<String> data = new ArrayList<>();
        get(emma, drawn)
                .path("data")
                .forEach(row -> data.add(row.path("actionData").toString()));
        assertThat(data).hasSize(2).filteredOn(text -> text.contains("Secret")).hasSize(1);
        assertThat(data).contains("{}");
        assertThat(get(world.admin, drawn).toString()).contains(hidden);
    }

    @Test
    void pagesAreStableInEveryOrder() {
        for (int i = 0; i < 7; i++) {
            now = now.plusMillis(i % 2);
            device("Same " + i, null);
        }
        List<String> whole = ids("/api/audit/logs?pageSize=1000&page=0");
        for (String sort :
                List.of("createdTime", "entityType", "entityName", "userName", "actionType", "actionStatus")) {
            for (String order : List.of("ASC", "DESC")) {
                List<String> paged = new ArrayList<>();
                boolean more = true;
                for (int page = 0; more; page++) {
                    String path =
                            "/api/audit/logs?pageSize=4&page=" + page + "&sortProperty=" + sort + "&sortOrder=" + order;
                    paged.addAll(ids(path));
                    more = get(world.admin, path).path("hasNext").asBoolean();
                }
                assertThat(paged).as(sort + order).doesNotHaveDuplicates().hasSameElementsAs(whole);
            }
        }
        String byName = "/api/audit/logs" + PAGE + "&textSearch=SAME&sortProperty=entityName&sortOrder=DESC";
        assertThat(names(world.admin, byName)).startsWith("Same 6", "Same 5").hasSize(7);
        assertThat(ids("/api/audit/logs?pageSize=4&page=900")).isEmpty();
    }

    private List<String> ids(String path) {
        List<String> ids = new ArrayList<>();
        get(world.admin, path)
                .path("data")
                .forEach(row -> ids.add(row.at("/id/id").asText()));
        return ids;
    }

    @Test
    void searchesTextTimesAndActions() {
        String logs = "/api/audit/logs" + PAGE;
        assertThat(names(world.admin, logs + "&textSearch=device%20b")).containsExactly("Device B", "Device below");
        assertThat(names(world.admin, logs + "&textSearch=%25")).isEmpty();
        assertThat(names(world.admin, logs + "&textSearch=ADMIN@acme&actionTypes=ADDED"))
                .hasSize(4);
        assertThat(names(world.admin, logs + "&actionTypes=DELETED,UPDATED")).isEmpty();
        long at = now.toEpochMilli();
        assertThat(names(world.admin, logs + "&startTime=" + at + "&endTime=" + at))
                .hasSize(4);
        assertThat(names(world.admin, logs + "&startTime=" + (at + 1))).isEmpty();
        assertThat(names(world.admin, logs + "&endTime=" + (at - 1)))
                .isNotEmpty()
                .doesNotContain("Device A");
    }

    @Test
    void rejectsBadParameters() {
        for (String bad : List.of(
                "actionTypes=ADDED,REFUSED",
                "actionTypes=added",
                "startTime=2&endTime=1",
                "startTime=x",
                "startTime=-1",
                "sortProperty=id",
                "sortOrder=UP")) {
            assertThat(world.api
                            .get(world.admin, "/api/audit/logs" + PAGE + "&" + bad)
                            .status())
                    .as(bad)
                    .isEqualTo(400);
        }
        assertThat(world.api.get(world.admin, "/api/audit/logs").status()).isEqualTo(400);
        assertThat(world.api.get(world.admin, "/api/audit/logs/user/x" + PAGE).status())
                .isEqualTo(400);
    }

    @Test
    void refusalsStandInAListOfTheirOwn() {
        var scope = world.platform.scopes().of(emma);
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
                                Problem.class, () -> scope.require(Operation.WRITE, deviceB))
                        .kind())
                .isEqualTo(Problem.Kind.NOT_FOUND);
        awaitRefusals(1);
        JsonNode refusal = get(world.admin, "/api/access/refusals" + PAGE).at("/data/0");
        assertThat(refusal.path("operation").asText()).isEqualTo("WRITE");
        assertThat(refusal.at("/entityId/id").asText()).isEqualTo(deviceB.id().toString());
        assertThat(refusal.path("userName").asText()).isEqualTo("emma@a.example");
        assertThat(get(world.admin, "/api/audit/logs?pageSize=1000&page=0").toString())
                .doesNotContain("REFUSED");
        assertThat(world.api.get(emma, "/api/access/refusals" + PAGE).status()).isEqualTo(403);
        Actor nobody = world.newUser(world.tenant, null, "nobody@acme.example");
        assertThat(world.api.get(nobody, "/api/access/refusals" + PAGE).status())
                .isEqualTo(403);
    }

    private void awaitRefusals(int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (get(world.admin, "/api/access/refusals" + PAGE)
                        .path("totalElements")
                        .asInt()
                < count) {
            assertThat(System.nanoTime()).as("refusals are written in time").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Test
    void failuresShowTheirReason() {
        world.platform
                .audit()
                .failure(
                        world.admin,
                        world.tenant,
                        AuditAction.LOGIN,
                        new AuditTrail.Subject(new Ref("USER", world.admin.userId()), "admin", null),
                        "Wrong password");
        JsonNode row = get(world.admin, "/api/audit/logs" + PAGE + "&actionTypes=LOGIN")
                .at("/data/0");
        assertThat(row.path("actionStatus").asText()).isEqualTo("FAILURE");
        assertThat(row.path("actionFailureDetails").asText()).isEqualTo("Wrong password");
        assertThat(row.at("/customerId/id").asText()).isEqualTo(Ref.NULL_ID.toString());
    }

    @Test
    void entriesPastTheirAgeAreDeletedInBatches() {
        int all = ids("/api/audit/logs?pageSize=1000&page=0").size();
        try (AuditRetention retention =
                new AuditRetention(world.database, new AuditConfig(Duration.ofDays(30)), () -> now)) {
            assertThat(retention.sweep()).isZero();
            now = START.plus(Duration.ofDays(30)).plusSeconds(100);
            assertThat(retention.sweep(3)).isPositive();
            assertThat(names(world.admin, "/api/audit/logs" + PAGE))
                    .hasSizeLessThan(all)
                    .containsExactly("Device A", "Device B", "Device below", "Device of the tenant");
            now = now.plusSeconds(1);
            retention.sweep(3);
            assertThat(names(world.admin, "/api/audit/logs" + PAGE)).isEmpty();
        }
    }
}
