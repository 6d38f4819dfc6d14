package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.system.CrashRound.Gathering;
import io.atrium.system.CrashRound.Move;
import io.atrium.system.CrashRound.Pair;
import io.atrium.system.CrashRound.Point;
import io.atrium.system.CrashWorld.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares a restarted server with what a round remembers: nothing acknowledged is lost, nothing is half done. */
final class CrashCheck {

    private final CrashWorld world;
    /** Where each mover was before the round, by the last check. */
    private final Map<String, Place> places = new HashMap<>();

    CrashCheck(CrashWorld world) {
        this.world = world;
    }

    void check(CrashRound round) {
        created(round, "device", round.devices);
        created(round, "asset", round.assets);
        round.moves.forEach(this::moved);
        round.gatherings.forEach(this::gathered);
        related(round);
        attributes(round);
        points(round);
    }

    /** Every acknowledged entity is there under its id, and every entity of the round is whole and there once. */
    private void created(CrashRound round, String kind, Map<String, String> acknowledged) {
        String prefix = kind.charAt(0) + String.valueOf(round.number) + "-";
        Map<String, String> found = new HashMap<>();
        JsonNode page = world.get("/api/tenant/" + kind + "s?pageSize=10000&page=0&textSearch=" + prefix);
        assertThat(page.path("hasNext").asBoolean()).isFalse();
        for (JsonNode entity : page.path("data")) {
            String name = entity.path("name").asText();
            if (name.startsWith(prefix)) {
                assertThat(found.put(name, entity.at("/id/id").asText()))
                        .as("a second %s %s", kind, name)
                        .isNull();
                whole(kind, entity);
            }
        }
        assertThat(found).containsAllEntriesOf(acknowledged);
    }

    private void whole(String kind, JsonNode entity) {
        String id = entity.at("/id/id").asText();
        String profile = entity.at("/" + kind + "ProfileId/id").asText();
        assertThat(profile).as("profile of %s", entity).isNotEmpty();
        assertThat(world.get("/api/" + kind + "Profile/" + profile).path("name").asText())
                .isEqualTo(entity.path("type").asText());
        if (kind.equals("device")) {
            assertThat(world.get("/api/device/" + id + "/credentials")
                            .path("credentialsId")
                            .asText())
                    .isNotEmpty();
        }
    }

    /** A device is either where it was, in that owner's group, or where it was sent, in that one's. */
    private void moved(Move move) {
        JsonNode info = world.get("/api/device/info/" + move.device().id());
        String owner = info.at("/ownerId/id").asText();
        Place before = places.get(move.device().id());
        String formerOwner = before == null ? world.tenantId : before.ownerId();
        if (move.acknowledged()) {
            assertThat(owner).as("owner of %s", info).isEqualTo(move.to().ownerId());
        } else {
            assertThat(owner)
                    .as("owner of %s", info)
                    .isIn(formerOwner, move.to().ownerId());
        }
        boolean done = owner.equals(move.to().ownerId());
        List<String> groups = new ArrayList<>();
        info.path("groups").forEach(group -> groups.add(group.at("/id/id").asText()));
        if (done && !owner.equals(formerOwner) || move.acknowledged()) {
            assertThat(groups)
                    .as("groups of %s", info)
                    .containsExactly(move.to().group());
        } else if (before != null) {
            assertThat(groups).as("groups of %s", info).containsExactly(before.group());
        } else {
            assertThat(groups).as("groups of %s", info).isSubsetOf(move.to().group());
        }
        if (!groups.isEmpty()) {
            places.put(
                    move.device().id(),
                    world.places.stream()
                            .filter(place -> place.ownerId().equals(owner))
                            .findFirst()
                            .orElseThrow());
        }
    }

    /** A group has all of its members or none, and is shared once or not. */
    private void gathered(Gathering gathering) {
        List<String> members = new ArrayList<>();
        world.get("/api/entityGroup/" + gathering.group() + "/devices?pageSize=100&page=0")
                .path("data")
                .forEach(device -> members.add(device.at("/id/id").asText()));
        JsonNode shares = world.get("/api/entityGroup/" + gathering.group() + "/groupPermissions");
        if (gathering.filled() || !members.isEmpty()) {
            assertThat(members).containsExactlyInAnyOrderElementsOf(gathering.members());
        }
        assertThat(shares.size()).isBetween(gathering.shared() ? 1 : 0, 1);
    }

    private void related(CrashRound round) {
        Map<String, String> found = new HashMap<>();
        String from = world.fleet.getFirst().id();
        for (JsonNode relation : world.get("/api/relations/from/DEVICE/" + from)) {
            String type = relation.path("type").asText();
            assertThat(found.put(type, relation.at("/to/id").asText()))
                    .as("a second relation %s", type)
                    .isNull();
        }
        assertThat(found).containsAllEntriesOf(round.relations);
    }

    /** Both attributes of a call are there, or neither. */
    private void attributes(CrashRound round) {
        Map<String, Map<String, Long>> byDevice = new HashMap<>();
        for (Pair pair : round.pairs) {
            Map<String, Long> values = byDevice.computeIfAbsent(pair.device().id(), this::attributesOf);
            Long x = values.get(pair.key() + "x");
            Long y = values.get(pair.key() + "y");
            assertThat(x).as("the pair %s", pair).isEqualTo(y);
            if (pair.acknowledged()) {
                assertThat(x).as("the pair %s", pair).isEqualTo(pair.value());
            }
        }
    }

    private Map<String, Long> attributesOf(String device) {
        Map<String, Long> values = new HashMap<>();
        for (JsonNode attribute :
                world.get("/api/plugins/telemetry/DEVICE/" + device + "/values/attributes/SERVER_SCOPE")) {
            assertThat(values.put(
                            attribute.path("key").asText(),
                            attribute.path("value").asLong()))
                    .isNull();
        }
        return values;
    }

    /** Every acknowledged reading is there with its value, and the latest value is the newest reading. */
    private void points(CrashRound round) {
        Map<String, List<Point>> bySeries = round.points.stream()
                .collect(Collectors.groupingBy(point -> point.device().id() + "?" + point.key(), Collectors.toList()));
        bySeries.forEach((series, points) -> {
            Point first = points.getFirst();
            String path = "/api/plugins/telemetry/DEVICE/" + first.device().id() + "/values/timeseries?keys="
                    + first.key() + "&useStrictDataTypes=true";
            Map<Long, Long> wanted = new TreeMap<>();
            points.forEach(point -> wanted.put(point.ts(), point.value()));
            Map<Long, Long> found = new TreeMap<>();
            JsonNode stored = world.get(path + "&startTs=0&endTs=4000000000000&limit=50000")
                    .path(first.key());
            stored.forEach(point ->
                    found.put(point.path("ts").asLong(), point.path("value").asLong()));
            assertThat(found)
                    .as("series %s", series)
                    .containsAllEntriesOf(wanted)
                    .hasSize(stored.size());
            assertThat(world.get(path).path(first.key()).path(0).path("ts").asLong())
                    .as("latest of %s", series)
                    .isEqualTo(((TreeMap<Long, Long>) found).lastKey());
        });
    }
}
