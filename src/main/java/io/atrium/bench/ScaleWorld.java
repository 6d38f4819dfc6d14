package io.atrium.bench;

import io.atrium.base.Ids;
import io.atrium.base.Value;
import io.atrium.db.Database;
import io.atrium.db.EmbeddedPostgres;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.store.RocksSeriesStore;
import io.atrium.telemetry.store.StoreLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The data of {@link ScaleBench}: people, customers and a group made by the server's own routes, then a million devices
 * and their latest values written straight into the database and the series store while no server runs.
 */
final class ScaleWorld {

    static final int SMALL_DEVICES = 10;
    static final int BIG_DEVICES = 100_000;
    static final int GROUP_DEVICES = 100_000;

    private static final int CUSTOMERS = 1_000;
    private static final int BATCH = 10_000;
    private static final int POINTS_IN_BATCH = 50_000;
    final int devices;
    final int values;
    final String admin = "admin@scale.example";
    final String small = "small@scale.example";
    final String big = "big@scale.example";
    final String other = "other@scale.example";
    String tenantId = "";
    String smallId = "";
    String bigId = "";
    String otherId = "";
    String groupId = "";
    private UUID profile = new UUID(0, 0);
    /** A device that the server made itself; the others have its body. */
    private UUID model = new UUID(0, 0);

    private String body = "";
    private final List<UUID> customers = new ArrayList<>();

    ScaleWorld(int devices, int values) {
        this.devices = devices;
        this.values = values;
    }

    void people(ScaleServer server) {
        String system = server.login(ScaleServer.SYSADMIN, ScaleServer.PASSWORD);
        tenantId = server.save(system, "/api/tenant", Map.of("title", "Scale"));
        String token = server.newUser(
                system,
                "",
                Map.of(
                        "email",
                        admin,
                        "authority",
                        "TENANT_ADMIN",
                        "tenantId",
                        Map.of("entityType", "TENANT", "id", tenantId)));
        smallId = customer(server, token, "Small", small);
        bigId = customer(server, token, "Big", big);
        otherId = customer(server, token, "Other", other);
        for (int i = 0; i < CUSTOMERS - 3; i++) {
            customers.add(UUID.fromString(server.save(token, "/api/customer", Map.of("title", "Customer " + i))));
        }
        groupId = server.save(token, "/api/entityGroup", Map.of("type", "DEVICE", "name", "Shared"));
        String first = server.save(token, "/api/device", Map.of("name", "first"));
        model = UUID.fromString(first);
        profile = UUID.fromString(server.get(token, "/api/device/" + first)
                .at("/deviceProfileId/id")
                .asText());
    }

    private static String customer(ScaleServer server, String token, String title, String email) {
        String id = server.save(token, "/api/customer", Map.of("title", title));
        String group = server.get(token, "/api/entityGroup/CUSTOMER/" + id + "/USER/Customer%20Users")
                .at("/id/id")
                .asText();
        server.newUser(
                token,
                "&entityGroupId=" + group,
                Map.of(
                        "email",
                        email,
                        "authority",
                        "CUSTOMER_USER",
                        "customerId",
                        Map.of("entityType", "CUSTOMER", "id", id)));
        return id;
    }

    /** Writes the devices and their values; the server must be down. */
    void fill(Path folder) {
        List<UUID> made = new ArrayList<>(devices);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
                Database database = Database.open(postgres.address(), 2)) {
            body = database.read(sql -> sql.createQuery("select body from entity where id = ?")
                    .bind(0, model)
                    .mapTo(String.class)
                    .one());
            Ids ids = Ids.system();
            SplittableRandom random = new SplittableRandom(42);
            for (int from = 0; from < devices; from += BATCH) {
                insert(database, ids, random, from, Math.min(devices, from + BATCH), made);
            }
            int lastMember = Math.min(devices, SMALL_DEVICES + BIG_DEVICES + GROUP_DEVICES);
            for (int from = Math.min(devices, SMALL_DEVICES + BIG_DEVICES); from < lastMember; from += BATCH) {
                join(database, made.subList(from, Math.min(lastMember, from + BATCH)));
            }
        }
        if (values > 0) {
            append(folder, made);
        }
    }

    /** The first few belong to the small customer, then come the big one's, then the group's, then everybody's. */
    private UUID owner(int index, SplittableRandom random) {
        if (index < SMALL_DEVICES) {
            return UUID.fromString(smallId);
        }
        if (index < SMALL_DEVICES + BIG_DEVICES) {
            return UUID.fromString(bigId);
        }
        return index < SMALL_DEVICES + BIG_DEVICES + GROUP_DEVICES
                ? UUID.fromString(tenantId)
                : customers.get(random.nextInt(customers.size()));
    }

    private void insert(Database database, Ids ids, SplittableRandom random, int from, int to, List<UUID> made) {
        UUID tenant = UUID.fromString(tenantId);
        database.transaction(sql -> {
            PreparedBatch batch = sql.prepareBatch("""
                    insert into entity (id, tenant_id, kind, owner_id, name, unique_key, subtype, label, profile_id, body,
                        version, owner_since)
                    values (?, ?, 'DEVICE', ?, ?, ?, 'default', null, ?, ?, 1, 0)
                    """);
            for (int i = from; i < to; i++) {
                UUID id = ids.next();
                made.add(id);
                String name = "Device " + i;
                batch.bind(0, id)
                        .bind(1, tenant)
                        .bind(2, owner(i, random))
                        .bind(3, name)
                        .bind(4, name)
                        .bind(5, profile)
                        .bind(6, body)
                        .add();
            }
            return batch.execute().length;
        });
    }

    private void join(Database database, List<UUID> members) {
        database.transaction(sql -> {
            PreparedBatch batch = sql.prepareBatch(
                    "insert into group_member (group_id, entity_id, tenant_id, added_at) values (?, ?, ?, 0)");
            UUID group = UUID.fromString(groupId);
            UUID tenant = UUID.fromString(tenantId);
            members.forEach(member ->
                    batch.bind(0, group).bind(1, member).bind(2, tenant).add());
            return batch.execute().length;
        });
    }

    private void append(Path folder, List<UUID> made) {
        UUID tenant = UUID.fromString(tenantId);
        SplittableRandom random = new SplittableRandom(43);
        try (SeriesStore store =
                RocksSeriesStore.open(folder.resolve("series"), new StoreLimits(200_000, 64L << 20, 32L << 20))) {
            List<SeriesStore.Point> batch = new ArrayList<>(POINTS_IN_BATCH);
            CompletableFuture<Void> former = CompletableFuture.completedFuture(null);
            for (UUID device : made) {
                for (int key = 0; key < values; key++) {
                    Value value = key % 2 == 0
                            ? Value.of(random.nextInt(100_000) / 10.0)
                            : Value.of((long) random.nextInt(1_000));
                    batch.add(new SeriesStore.Point(
                            store.series(tenant, device, "key" + key), 1_750_000_000_000L + key, value));
                }
                if (batch.size() >= POINTS_IN_BATCH) {
                    former.join();
                    former = store.append(List.copyOf(batch));
                    batch.clear();
                }
            }
            former.join();
            store.append(List.copyOf(batch)).join();
        }
    }
}
