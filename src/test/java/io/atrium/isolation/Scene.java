package io.atrium.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.app.TestWorld;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.DefaultGroups;
import io.atrium.http.TestApi;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Two tenants, customers beside and below each other, and people who are strangers in every way: never allowed, no
 * longer allowed, from elsewhere, or nobody at all.
 */
final class Scene implements AutoCloseable {

    /**
     * Somebody who calls.
     *
     * @param own things that he may use, to mix them with those that he may not
     * @param foreign those whose things he must not see
     */
    record Caller(String name, @Nullable Actor actor, Target own, List<Target> foreign) {

        /** Whether an id is that of an owner above the caller, which everything of his own names. */
        boolean knows(String id) {
            Actor who = actor;
            return who != null
                    && (id.equals(who.tenantId().toString())
                            || id.equals(own.values().get("PARENT")));
        }
    }

    private final AtomicLong now = new AtomicLong(1_750_000_000_000L);
    final TestWorld world = new TestWorld(() -> Instant.ofEpochMilli(now.get()));
    final Target ofB;
    final Target ofC;
    final Target ofTenant;
    final Target ofOther;
    final Target ownA;
    final List<Caller> callers;
    final Actor adminB;
    final Actor otherAdmin;

    private final UUID customerA;
    private final Actor anna;

    Scene() {
        UUID tenant = world.tenant;
        UUID other = world.newTenant("zqtwo-owner");
        otherAdmin = world.newUser(other, null, "root@two.example", DefaultGroups.TENANT_ADMINISTRATORS);
        customerA = world.newCustomer(tenant, null, "Customer A");
        UUID customerA1 = world.newCustomer(tenant, customerA, "Customer A1");
        UUID customerB = world.newCustomer(tenant, null, "zqbee-owner");
        UUID customerC = world.newCustomer(tenant, null, "Customer C");
        UUID customerC1 = world.newCustomer(tenant, customerC, "Customer C1");
        adminB = world.newUser(tenant, customerB, "admin@zqbee.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        ofB = Things.of(world, world.admin, "zqbee", new Ref("CUSTOMER", customerB));
        ofC = Things.of(world, world.admin, "zqcee", new Ref("CUSTOMER", customerC));
        ofTenant = Things.of(world, world.admin, "zqtop", Ref.tenant(tenant));
        ofOther = Things.of(world, otherAdmin, "zqtwo", Ref.tenant(other));
        ownA = Things.of(world, world.admin, "mine-a", new Ref("CUSTOMER", customerA));
        Target ownA1 = Things.of(world, world.admin, "mine-a1", new Ref("CUSTOMER", customerA1));
        Target ownC1 = Things.of(world, world.admin, "mine-c1", new Ref("CUSTOMER", customerC1));
        ownC1.values().put("PARENT", customerC.toString());
        Target ownOther =
                Things.of(world, otherAdmin, "mine-two", new Ref("CUSTOMER", world.newCustomer(other, null, "Two's")));
        anna = world.newUser(tenant, customerA, "anna@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        Actor emma = world.newUser(tenant, customerA, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
        Actor jack = world.newUser(tenant, customerB, "jack@b.example", DefaultGroups.CUSTOMER_USERS);
        Actor nested = world.newUser(tenant, customerA1, "nested@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        Actor below = world.newUser(tenant, customerC1, "below@c.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        List<Target> all = List.of(ofB, ofC, ofTenant, ofOther);
        List<Target> rest = List.of(ofC, ofTenant, ofOther);
        callers = List.of(
                new Caller("administrator of A", anna, ownA, all),
                new Caller("user of A", emma, ownA, List.of(ofB, ofTenant)),
                new Caller("administrator below A", nested, ownA1, List.of(ofB, ofTenant)),
                new Caller("administrator below C", below, ownC1, List.of(ofC)),
                new Caller("user of B", jack, ofB, rest),
                new Caller("administrator of another tenant", otherAdmin, ownOther, List.of(ofB, ofTenant)),
                new Caller("tenant administrator", world.admin, ownA, List.of(ofOther)),
                new Caller("once shared with", revoked(), ownA, List.of(ofB)),
                new Caller("shared with until yesterday", expired(), ownA, List.of(ofB)),
                new Caller("moved from B to A", moved(customerB), ownA, List.of(ofB)),
                new Caller("visitor of a public link", visitor(), ownA, all),
                new Caller("nobody", null, ownA, List.of(ofB, ofOther)));
    }

    /** Who may see and do everything with a target. */
    Actor owner(Target target) {
        if (target == ofOther) {
            return otherAdmin;
        }
        return target == ofB ? adminB : world.admin;
    }

    /** A minute goes by, after which one may try to log in again. */
    void later() {
        now.addAndGet(60_001);
    }

    private JsonNode ok(TestApi.Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError(answer.toString());
        }
        return answer.json();
    }

    private Map<String, Object> share(Actor receiver) {
        return Map.of(
                "entity",
                Map.of("entityType", "DEVICE", "id", ofB.values().get("DEVICE")),
                "receiver",
                new Ref("USER", receiver.userId()),
                "readElseWrite",
                true);
    }

    private boolean sees(Actor actor) {
        return world.api.get(actor, "/api/device/" + ofB.values().get("DEVICE")).status() == 200;
    }

    private Actor revoked() {
        Actor user = world.newUser(world.tenant, customerA, "rita@a.example", DefaultGroups.CUSTOMER_USERS);
        String group = "/api/entityGroup/" + ofB.values().get("DEVICE_GROUP");
        Map<String, Object> request =
                Map.of("ownerId", new Ref("CUSTOMER", customerA), "allUserGroup", true, "readElseWrite", false);
        ok(world.api.post(world.admin, group + "/share", Json.write(request)));
        expect(sees(user), "the share gives sight");
        for (JsonNode grant : ok(world.api.get(world.admin, group + "/groupPermissions"))) {
            if (!grant.path("userGroupOwnerName").asText().startsWith("zqbee")) {
                ok(world.api.delete(
                        world.admin,
                        "/api/groupPermission/" + grant.at("/id/id").asText()));
            }
        }
        expect(!sees(user), "the end of the share takes it");
        return user;
    }

    private Actor expired() {
        Actor user = world.newUser(world.tenant, customerA, "ed@a.example", DefaultGroups.CUSTOMER_USERS);
        Map<String, Object> share = new java.util.HashMap<>(share(user));
        share.put("until", now.get() + 86_400_000L);
        ok(world.api.post(world.admin, "/api/access/share", Json.write(share)));
        expect(sees(user), "the share gives sight");
        now.addAndGet(2 * 86_400_000L);
        expect(!sees(user), "time takes it");
        return user;
    }

    private Actor moved(UUID from) {
        Actor before = world.newUser(world.tenant, from, "mo@b.example", DefaultGroups.CUSTOMER_USERS);
        expect(sees(before), "a user of B sees B");
        ok(world.api.post(world.admin, "/api/owner/CUSTOMER/" + customerA + "/USER/" + before.userId(), ""));
        Actor after = new Actor(
                before.authority(), before.tenantId(), customerA, before.userId(), before.userName(), null, false);
        expect(!sees(after), "a user of A does not");
        return after;
    }

    private Actor visitor() {
        String group = "/api/entityGroup/" + ownA.values().get("DASHBOARD_GROUP");
        ok(world.api.post(world.admin, group + "/makePublic", ""));
        String customer = ok(world.api.get(world.admin, group))
                .at("/additionalInfo/publicCustomerId")
                .asText();
        return new Actor(
                Authority.CUSTOMER_USER, world.tenant, UUID.fromString(customer), Ref.NULL_ID, "public", null, true);
    }

    private static void expect(boolean fact, String words) {
        if (!fact) {
            throw new AssertionError(words);
        }
    }

    @Override
    public void close() {
        world.close();
    }
}
