package io.atrium.access;

import io.atrium.access.NaiveFacts.Who;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.entity.Entry;
import io.atrium.http.TestApi.Answer;
import java.util.List;
import java.util.Map;

/** Somebody offers a device to be claimed, and somebody claims it: by that, and by nothing else, a receiver becomes an owner. */
final class RandomClaims {

    private static final long MINUTE = 60_000;

    private final RandomServer server;
    private int secrets;

    RandomClaims(RandomServer server) {
        this.server = server;
    }

    void act() {
        List<Entry> devices = server.all("DEVICE").stream()
                .filter(device -> device.owner() == AccessModel.TENANT || server.random.nextInt(4) == 0)
                .toList();
        if (devices.isEmpty()) {
            return;
        }
        Entry device = any(devices);
        String secret = "secret " + secrets++;
        boolean offered = offer(device, secret);
        NaiveRights naive = server.naive();
        List<Entry> claimers = server.all("USER").stream()
                .filter(user -> user.owner() != AccessModel.TENANT)
                .filter(user -> isClaimer(naive, user) || server.random.nextInt(4) == 0)
                .toList();
        if (!claimers.isEmpty()) {
            claim(device, server.actor(any(claimers)), offered, secret);
        }
    }

    private static boolean isClaimer(NaiveRights naive, Entry user) {
        return naive.allowedAtAll(new Who(user.ordinal(), null), "CLAIM_DEVICES", "DEVICE");
    }

    private Entry any(List<Entry> entries) {
        return entries.get(server.random.nextInt(entries.size()));
    }

    private boolean offer(Entry device, String secret) {
        Actor by = server.random.nextInt(3) > 0 ? server.world.admin : server.actor(server.any("USER"));
        boolean mine = device.owner() == AccessModel.TENANT
                && server.naive().administers(server.who(by), "DEVICE", AccessModel.TENANT);
        Answer answer = server.world.api.post(
                by,
                "/api/plugins/telemetry/DEVICE/" + device.id() + "/SERVER_SCOPE",
                Json.write(Map.of(
                        "claimingData", Map.of("secretKey", secret, "expirationTime", server.now.get() + MINUTE))));
        server.count("claim offered", mine, answer.status() == 200, by.userName() + " " + device.name());
        return mine;
    }

    private void claim(Entry device, Actor claimer, boolean offered, String secret) {
        NaiveRights before = server.naive();
        Who who = server.who(claimer);
        boolean right = server.random.nextInt(3) > 0;
        int customer = server.entry(claimer).owner();
        boolean expected = offered
                && right
                && before.allowedAtAll(who, "CLAIM_DEVICES", "DEVICE")
                && mayBringIn(before, who, customer);
        Answer answer = server.world.api.post(
                claimer,
                "/api/customer/device/" + device.name() + "/claim",
                Json.write(Map.of("secretKey", right ? secret : "guessed")));
        Entry after = server.directory().find(device.id()).orElseThrow();
        boolean gained = device.owner() != customer && after.owner() == customer;
        server.count("claim", expected, gained, claimer.userName() + " " + device.name() + ": " + answer);
    }

    /** What joins a public group All is published, and takes the right to that. */
    private boolean mayBringIn(NaiveRights before, Who who, int customer) {
        int all = server.directory().model().allGroup(customer, server.type("DEVICE"));
        boolean isPublic = before.grants.values().stream()
                .anyMatch(grant ->
                        grant.publisher() != null && Integer.valueOf(all).equals(grant.target()));
        return !isPublic || before.mayPublish(who, all);
    }
}
