package io.atrium.system;

import io.atrium.system.CrashWorld.Member;
import io.atrium.system.CrashWorld.Place;
import io.atrium.system.TestServer.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One burst of 2,000 concurrent changes and readings that a kill cuts off; remembers what the server said yes to. */
final class CrashRound {

    static final int CHANGES = 2_000;
    static final int POINTS_PER_THREAD = 10;

    private static final int KINDS = 8;
    private static final int IN_FLIGHT = 200;
    private static final int FEWEST = 50;
    private static final int MOST = 1_500;
    private static final Duration LIMIT = Duration.ofSeconds(6);

    /** An asked move of a mover; it may have been made or not where it was not acknowledged. */
    record Move(Member device, Place to, boolean acknowledged) {}

    /** A group that exists, and whether its three members and its share were acknowledged. */
    record Gathering(String group, List<String> members, boolean filled, boolean shared) {}

    /** A pair of attributes that one call wrote. */
    record Pair(Member device, String key, long value, boolean acknowledged) {}

    /** One acknowledged reading. */
    record Point(Member device, String key, long ts, long value) {}

    final int number;
    final Map<String, String> devices = new ConcurrentHashMap<>();
    final Map<String, String> assets = new ConcurrentHashMap<>();
    final Queue<Move> moves = new ConcurrentLinkedQueue<>();
    final Queue<Gathering> gatherings = new ConcurrentLinkedQueue<>();
    final Map<String, String> relations = new ConcurrentHashMap<>();
    final Queue<Pair> pairs = new ConcurrentLinkedQueue<>();
    final Queue<Point> points = new ConcurrentLinkedQueue<>();
    /** Answers other than 200 while the server was up, by status. */
    final Map<Integer, Integer> refusals = new ConcurrentHashMap<>();

    final AtomicInteger acknowledged = new AtomicInteger();
    final AtomicInteger cutOff = new AtomicInteger();
    private final CrashWorld world;
    private final SplittableRandom random;

    CrashRound(CrashWorld world, int number, long seed) {
        this.world = world;
        this.number = number;
        this.random = new SplittableRandom(seed + number);
    }

    /** Starts everything at once, kills the server in the middle and waits until all callers noticed. */
    void run() throws InterruptedException {
        Semaphore inFlight = new Semaphore(IN_FLIGHT);
        int killAfter = random.nextInt(FEWEST, MOST);
        int shift = random.nextInt(1, world.places.size());
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CHANGES; i++) {
                int index = i;
                callers.execute(() -> {
                    inFlight.acquireUninterruptibly();
                    try {
                        change(index, shift);
                    } finally {
                        inFlight.release();
                    }
                });
            }
            // Counted in answers and not in time, so that a slow machine is hit in the middle, too.
            TestServer.await(LIMIT, () -> acknowledged.get() >= killAfter);
            world.server.kill();
            callers.shutdown();
            if (!callers.awaitTermination(60, TimeUnit.SECONDS)) {
                throw new AssertionError("Calls to a killed server did not end");
            }
        }
    }

    private void change(int index, int shift) {
        int slot = index / KINDS;
        switch (index % KINDS) {
            case 0 -> create("/api/device", "d" + number + "-" + slot, devices);
            case 1 -> create("/api/asset", "a" + number + "-" + slot, assets);
            case 2 -> move(slot, shift);
            case 3 -> gather(slot);
            case 4 -> relate(slot);
            case 5 -> write(slot);
            default -> report(index);
        }
    }

    private void create(String path, String name, Map<String, String> into) {
        Answer answer = call(() -> world.server.post(world.admin, path, Map.of("name", name)));
        if (answer != null) {
            into.put(name, answer.id());
        }
    }

    private void move(int slot, int shift) {
        Member device = world.movers.get(slot % world.movers.size());
        if (slot >= world.movers.size()) {
            return;
        }
        Place to = world.places.get((slot + number * shift) % world.places.size());
        String path = "/api/owner/" + to.ownerType() + "/" + to.ownerId() + "/DEVICE/" + device.id();
        Answer answer = call(() -> world.server.post(world.admin, path, List.of(to.group())));
        moves.add(new Move(device, to, answer != null));
    }

    private void gather(int slot) {
        Answer made = call(() -> world.server.post(
                world.admin, "/api/entityGroup", Map.of("type", "DEVICE", "name", "g" + number + "-" + slot)));
        if (made == null) {
            return;
        }
        List<String> members = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            members.add(world.fleet.get((slot + i) % world.fleet.size()).id());
        }
        String group = "/api/entityGroup/" + made.id();
        Answer filled = call(() -> world.server.post(world.admin, group + "/addEntities", members));
        Map<String, Object> share = Map.of(
                "ownerId",
                Map.of("entityType", "CUSTOMER", "id", world.places.get(1).ownerId()),
                "allUserGroup",
                true,
                "readElseWrite",
                true);
        Answer shared = filled == null ? null : call(() -> world.server.post(world.admin, group + "/share", share));
        gatherings.add(new Gathering(made.id(), members, filled != null, shared != null));
    }

    private void relate(int slot) {
        String type = "R" + number + "-" + slot;
        String from = world.fleet.get(0).id();
        String to = world.fleet.get(1 + slot % (world.fleet.size() - 1)).id();
        Map<String, Object> relation = Map.of(
                "from",
                Map.of("entityType", "DEVICE", "id", from),
                "to",
                Map.of("entityType", "DEVICE", "id", to),
                "type",
                type,
                "typeGroup",
                "COMMON");
        if (call(() -> world.server.post(world.admin, "/api/relation", relation)) != null) {
            relations.put(type, to);
        }
    }

    private void write(int slot) {
        Member device = world.fleet.get(slot % world.fleet.size());
        String key = "k" + number + "-" + slot;
        Answer answer = call(() -> world.server.post(
                world.admin,
                "/api/plugins/telemetry/DEVICE/" + device.id() + "/attributes/SERVER_SCOPE",
                Map.of(key + "x", slot, key + "y", slot)));
        pairs.add(new Pair(device, key, slot, answer != null));
    }

    /** Several readings one after the other, as a device does; each has a time of its own. */
    private void report(int index) {
        Member device = world.fleet.get(index % world.fleet.size());
        String key = "t" + index % 4;
        for (int i = 0; i < POINTS_PER_THREAD; i++) {
            long ts = 1_700_000_000_000L + (number * (long) CHANGES + index) * POINTS_PER_THREAD + i;
            long value = ts % 1_000_003;
            Answer answer = call(() -> world.server.post(
                    "", "/api/v1/" + device.token() + "/telemetry", Map.of("ts", ts, "values", Map.of(key, value))));
            if (answer == null) {
                return;
            }
            points.add(new Point(device, key, ts, value));
        }
    }

    /** The answer of a call, or null unless the server said 200. */
    private @Nullable Answer call(java.util.function.Supplier<Answer> call) {
        try {
            Answer answer = call.get();
            if (answer.status() == 200) {
                acknowledged.incrementAndGet();
                return answer;
            }
            refusals.merge(answer.status(), 1, Integer::sum);
            return null;
        } catch (UncheckedIOException e) {
            cutOff.incrementAndGet();
            return null;
        }
    }
}
