package io.atrium.bench;

import io.atrium.access.AccessEngine;
import io.atrium.access.AccessEngine.Subject;
import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import io.atrium.access.RoleDefinition;
import io.atrium.access.TypeTable;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/** The access engine alone, in a tenant of a million devices and ten thousand customers. */
final class AccessBench implements Bench.Benchmark {

    private static final int DEVICES = 1_000_000;
    private static final int CUSTOMERS = 10_000;
    private static final int SHARED = 100_000;
    private static final int CHECKS = 5_000_000;
    private static final long SEED = 42;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final TypeTable types = new TypeTable(
            List.of("TENANT", "CUSTOMER", "USER", "ENTITY_GROUP", "ROLE", "DEVICE", "DEVICE_PROFILE"),
            List.of("DEVICE_PROFILE"));
    private final AccessModel model = new AccessModel(types);
    private final AccessEngine engine = new AccessEngine(model, InstantSource.system());
    private int next;

    @Override
    public String summary() {
        return "permission check, visible set, share and move, in process";
    }

    @Override
    public void run(List<String> arguments) {
        int tenant = add("TENANT", Grant.NONE);
        int[] customers = new int[CUSTOMERS];
        for (int i = 0; i < CUSTOMERS; i++) {
            customers[i] = add("CUSTOMER", i < 100 ? tenant : customers[i % 100]);
        }
        int big = add("CUSTOMER", tenant);
        int reader = userOf(customers[5_000]);
        int other = userOf(customers[50]);
        int[] devices = new int[DEVICES];
        for (int i = 0; i < DEVICES; i++) {
            int owner = i < 10
                    ? customers[5_000]
                    : i < 10 + SHARED ? big : random.nextInt(2) == 0 ? tenant : customers[random.nextInt(CUSTOMERS)];
            devices[i] = add("DEVICE", owner);
        }
        int group = add("ENTITY_GROUP", tenant);
        model.addGroup(group, types.number("DEVICE"), tenant, false);
        int lastShared = tenant;
        for (int i = 0, members = 0; i < DEVICES && members < SHARED; i++) {
            if (model.ownerOf(devices[i]) == tenant) {
                model.addMember(group, devices[i]);
                lastShared = devices[i];
                members++;
            }
        }
        Figures.head();
        checks(reader, devices);
        firstVisible(reader);
        share(other, group, lastShared);
        move(big, other, customers[50], devices[20]);
    }

    private int add(String type, int owner) {
        int ordinal = next++;
        model.add(ordinal, types.number(type), owner);
        return ordinal;
    }

    private int userOf(int customer) {
        int user = add("USER", customer);
        int group = add("ENTITY_GROUP", customer);
        model.addGroup(group, types.number("USER"), customer, false);
        model.addMember(group, user);
        int role = add("ROLE", customer);
        model.putRole(role, new RoleDefinition.Generic(Map.of("ALL", Set.of(Operation.READ)), Map.of()));
        model.putGrant(new Grant(new UUID(next, 1), group, role, Grant.NONE, 0, Long.MAX_VALUE));
        return user;
    }

    private void checks(int user, int[] devices) {
        Subject subject = new Subject.User(user);
        int allowed = 0;
        long start = 0;
        for (int round = 0; round < 2; round++) {
            start = System.nanoTime();
            for (int i = 0; i < CHECKS; i++) {
                allowed += engine.check(subject, Operation.READ, devices[random.nextInt(DEVICES)]) ? 1 : 0;
            }
        }
        double each = (System.nanoTime() - start) / (double) CHECKS;
        Figures.row(
                "permission check, random device of 1 M (" + allowed + " allowed)", Figures.nanos(each), "<= 1000 ns");
    }

    private void firstVisible(int user) {
        long start = System.nanoTime();
        int count = engine.visible(new Subject.User(user), Operation.READ, types.number("DEVICE"))
                .getCardinality();
        Figures.row(
                "visible set of a customer with " + count + " of 1 M devices",
                Figures.millis(System.nanoTime() - start),
                "");
    }

    private void share(int user, int group, int device) {
        Subject subject = new Subject.User(user);
        int before =
                engine.visible(subject, Operation.READ, types.number("DEVICE")).getCardinality();
        int role = add("ROLE", AccessModel.TENANT);
        long start = System.nanoTime();
        model.putRole(role, new RoleDefinition.Group(Set.of(Operation.READ)));
        int subjectGroup = model.groupsOf(user)[0];
        model.putGrant(new Grant(new UUID(1, 1), subjectGroup, role, group, 0, Long.MAX_VALUE));
        int after =
                engine.visible(subject, Operation.READ, types.number("DEVICE")).getCardinality();
        boolean sees = engine.check(subject, Operation.READ, device);
        long taken = System.nanoTime() - start;
        Figures.row(
                "share a group of " + (after - before) + " devices, effective (" + sees + ")",
                Figures.millis(taken),
                "<= 200 ms");
    }

    private void move(int customer, int user, int newParent, int device) {
        Subject subject = new Subject.User(user);
        boolean before = engine.check(subject, Operation.READ, device);
        long start = System.nanoTime();
        model.changeOwner(customer, newParent);
        boolean after = engine.check(subject, Operation.READ, device);
        int count =
                engine.visible(subject, Operation.READ, types.number("DEVICE")).getCardinality();
        long taken = System.nanoTime() - start;
        Figures.row(
                "move a customer with 100 k devices (" + before + " -> " + after + ", sees " + count + ")",
                Figures.millis(taken),
                "<= 200 ms");
    }
}
