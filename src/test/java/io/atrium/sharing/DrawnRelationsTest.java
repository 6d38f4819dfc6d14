package io.atrium.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi.Answer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Only what the owners' sides have drawn takes things along. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DrawnRelationsTest {

    private SharingWorld world;
    private ShareCalls calls;
    private int names;
    private UUID house;
    private UUID plant;

    @BeforeAll
    void world() {
        world = new SharingWorld();
        calls = new ShareCalls(world);
    }

    @BeforeEach
    void things() {
        house = tenants("House");
        plant = tenants("Plant");
    }

    @AfterAll
    void close() {
        world.close();
    }

    private UUID tenants(String name) {
        return world.asset(name + " " + names++, "TENANT", world.tenant);
    }

    private UUID ofA(String name) {
        return world.asset(name + " " + names++, "CUSTOMER", world.customerA);
    }

    private static Ref asset(UUID id) {
        return new Ref("ASSET", id);
    }

    private JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private void draw(Actor by, UUID from, String type, Ref to) {
        Map<String, Object> relation = Map.of("from", asset(from), "to", to, "type", type, "typeGroup", "COMMON");
        ok(world.api.post(by, "/api/relation", Json.write(relation)));
    }

    /** Lets customer A write things for as long as something is done. */
    private void whileShared(Runnable deed, UUID... things) {
        List<UUID> grants = List.of(things).stream()
                .map(thing -> ShareCalls.id(world.api.post(
                        world.admin,
                        "/api/access/share",
                        Json.write(Map.of(
                                "entity", asset(thing),
                                "receiver", Ref.customer(world.customerA),
                                "readElseWrite", false)))))
                .toList();
        deed.run();
        grants.forEach(grant -> calls.end(world.admin, grant));
    }

    private static Map<String, Object> withContained(UUID thing, Map<String, Object> what) {
        Map<String, Object> change = new TreeMap<>(what);
        change.put("entities", List.of(asset(thing)));
        change.put("includeContained", true);
        return change;
    }

    private JsonNode plan(Actor by, UUID thing, Map<String, Object> what) {
        return ok(world.api.post(by, "/api/access/change/preview", Json.write(withContained(thing, what))));
    }

    private void change(UUID thing, Map<String, Object> what) {
        ok(world.api.post(world.admin, "/api/access/change", Json.write(withContained(thing, what))));
    }

    private Map<String, Object> sharedWithB() {
        return Map.of("receivers", List.of(Ref.customer(world.customerB)), "readElseWrite", true);
    }

    @Test
    void whatAReceiverDrewTakesNothingAlongAfterTheShare() {
        whileShared(() -> draw(world.emma, house, "Contains", asset(plant)), house, plant);
        JsonNode left = plan(world.admin, house, sharedWithB()).path("left");
        assertThat(left).hasSize(1);
        assertThat(left.at("/0/id/id").asText()).isEqualTo(plant.toString());
        assertThat(left.at("/0/reason").asText()).isEqualTo("DRAWN_BY_OTHERS");
        change(house, sharedWithB());
        assertThat(world.may(world.jack, "READ", house)).isTrue();
        assertThat(world.may(world.jack, "READ", plant)).isFalse();
        change(house, Map.of("ownerId", Ref.customer(world.customerA)));
        assertThat(world.may(world.anna, "READ", house)).isTrue();
        assertThat(world.may(world.anna, "READ", plant)).isFalse();
    }

    @Test
    void whatAReceiverDrewTakesNothingAlongWhileTheShareLasts() {
        whileShared(
                () -> {
                    draw(world.emma, house, "Contains", asset(plant));
                    change(house, sharedWithB());
                },
                house,
                plant);
        assertThat(world.may(world.jack, "READ", plant)).isFalse();
    }

    @Test
    void anAdministratorOfACustomerDrawsForItsOwnThingsOnly() {
        UUID own = ofA("Own");
        whileShared(() -> draw(world.anna, own, "Contains", asset(plant)), plant);
        assertThat(plan(world.admin, own, sharedWithB()).at("/left/0/reason").asText())
                .isEqualTo("DRAWN_BY_OTHERS");
        UUID other = ofA("Other");
        draw(world.anna, own, "Contains", asset(other));
        change(own, sharedWithB());
        assertThat(world.may(world.jack, "READ", other)).isTrue();
    }

    @Test
    void whatAFormerOwnerDrewTakesNothingAlong() {
        UUID own = ofA("Own");
        UUID other = ofA("Other");
        draw(world.anna, own, "Contains", asset(other));
        for (UUID thing : List.of(own, other)) {
            ok(world.api.post(world.admin, "/api/owner/TENANT/" + world.tenant + "/ASSET/" + thing, ""));
        }
        change(own, sharedWithB());
        assertThat(world.may(world.jack, "READ", own)).isTrue();
        assertThat(world.may(world.jack, "READ", other)).isFalse();
    }

    @Test
    void whoSavesARelationAgainWithoutTheRightChangesNothingAboutIt() {
        draw(world.admin, house, "Contains", asset(plant));
        whileShared(() -> draw(world.emma, house, "Contains", asset(plant)), house, plant);
        change(house, sharedWithB());
        assertThat(world.may(world.jack, "READ", plant)).isTrue();
    }

    @Test
    void theOwnersSideTakesARelationOverByDrawingItAgain() {
        whileShared(() -> draw(world.emma, house, "Contains", asset(plant)), house, plant);
        draw(world.admin, house, "Contains", asset(plant));
        change(house, sharedWithB());
        assertThat(world.may(world.jack, "READ", plant)).isTrue();
    }

    @Test
    void relationsOfOtherTypesLeadNowhere() {
        UUID room = tenants("Room");
        draw(world.admin, plant, "Contains", asset(room));
        draw(world.admin, house, "Manages", asset(plant));
        whileShared(() -> draw(world.emma, house, "Knows", asset(plant)), house, plant);
        assertThat(plan(world.admin, house, sharedWithB()).path("entities")).hasSize(1);
        change(house, sharedWithB());
        assertThat(world.may(world.jack, "READ", room)).isFalse();
    }

    @Test
    void whatIsHiddenLeadsNowhere() {
        UUID own = ofA("Own");
        UUID far = ofA("Far");
        draw(world.admin, own, "Contains", asset(plant));
        Map<String, Object> move = Map.of("ownerId", Ref.customer(world.customerA1));
        JsonNode before = plan(world.anna, own, move);
        draw(world.admin, plant, "Contains", asset(far));
        assertThat(plan(world.anna, own, move)).isEqualTo(before);
        assertThat(plan(world.admin, own, move).path("entities")).hasSize(2);
    }

    @Test
    void whatACustomerDrewThatIsGoneTakesNothingAlong() {
        UUID gone = world.save(world.admin, "/api/customer", Map.of("title", "Soon gone " + names++));
        Actor chief = world.newUser(gone, "chief" + names++ + "@g.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        for (UUID thing : List.of(house, plant)) {
            ok(world.api.post(world.admin, "/api/owner/CUSTOMER/" + gone + "/ASSET/" + thing, ""));
        }
        draw(chief, house, "Contains", asset(plant));
        for (UUID thing : List.of(house, plant)) {
            ok(world.api.post(world.admin, "/api/owner/TENANT/" + world.tenant + "/ASSET/" + thing, ""));
        }
        ok(world.api.delete(world.admin, "/api/customer/" + gone + "?cascade=true"));
        whileShared(() -> draw(world.emma, house, "Contains", asset(plant)), house, plant);
        change(house, sharedWithB());
        assertThat(world.may(world.jack, "READ", plant)).isFalse();
    }

    @Test
    void usersAndCustomersNeverComeAlong() {
        UUID customer = world.save(world.admin, "/api/customer", Map.of("title", "Below a house " + names++));
        Actor user = world.newUser(null, "house" + names++ + "@t.example", DefaultGroups.TENANT_USERS);
        draw(world.admin, house, "Contains", Ref.customer(customer));
        draw(world.admin, house, "Contains", new Ref("USER", user.userId()));
        draw(world.admin, house, "Contains", asset(plant));
        change(house, Map.of("ownerId", Ref.customer(world.customerA)));
        assertThat(world.may(world.anna, "READ", plant)).isTrue();
        for (String path : List.of("/api/customer/" + customer, "/api/user/" + user.userId())) {
            assertThat(world.api.get(world.admin, path).json().at("/ownerId/id").asText())
                    .isEqualTo(world.tenant.toString());
        }
    }

    @Test
    void aNewCustomerGetsNoMoreThanTheOwnersDrew() {
        UUID room = tenants("Room");
        draw(world.admin, house, "Contains", asset(room));
        whileShared(() -> draw(world.emma, house, "Contains", asset(plant)), house, plant);
        ok(world.api.post(
                world.admin,
                "/api/access/customer",
                Json.write(Map.of(
                        "customer", Map.of("title", "Onboarded " + names++),
                        "things", List.of(asset(house)),
                        "includeContained", true))));
        assertThat(owner(room)).isEqualTo("CUSTOMER");
        assertThat(owner(plant)).isEqualTo("TENANT");
    }

    private String owner(UUID thing) {
        return world.api
                .get(world.admin, "/api/asset/" + thing)
                .json()
                .at("/ownerId/entityType")
                .asText();
    }
}
