package io.atrium.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Checks that the demo's data files agree with each other, with the lessons and with the rules for uploads. */
class DemoResourcesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    private static final JsonNode WORLD = read(YAML, "world.yaml");
    private static final Set<String> BUILT_IN_USER_GROUPS = Set.of("Tenant Administrators", "Customer Users");
    private static final Pattern PICTURE = Pattern.compile("demo:pictures/([\\w.-]+)");
    private static final long YEAR_START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final Duration STEP = Duration.ofMinutes(10);
    private static final int STEPS_PER_YEAR = 365 * 144;
    private static final Set<String> DRAWING = Set.of(
            "svg", "title", "defs", "g", "path", "rect", "circle", "ellipse", "text", "pattern", "stop",
            "linearGradient", "radialGradient");

    // --- world.yaml

    @Test
    void everyEntityHasAKnownProfileAndOwner() {
        assertThat(names("customers")).containsExactlyInAnyOrder("Customer A", "Customer B", "My New Customer");
        for (String kind : List.of("asset", "device")) {
            Set<String> profiles = new HashSet<>(WORLD.at("/profiles/" + kind).findValuesAsText("name"));
            for (JsonNode entity : WORLD.get(kind + "s")) {
                assertThat(profiles).contains(entity.get("profile").asText());
                assertOwner(entity);
            }
        }
    }

    @Test
    void relationsFormTheTreeOfTheLessons() {
        Map<String, String> container = new HashMap<>();
        for (JsonNode relation : WORLD.get("relations")) {
            assertThat(relation.get("type").asText()).isEqualTo("Contains");
            String from = onlyName(relation.get("from"));
            relation.get("to")
                    .properties()
                    .forEach(to -> to.getValue().forEach(name -> {
                        assertThat(namesOf(to.getKey())).contains(name.asText());
                        assertThat(container.put(name.asText(), from)).isNull();
                    }));
        }
        assertThat(container)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Office A", "Building A",
                        "Office B", "Building A",
                        "SD-001", "Office A",
                        "EM-002", "Office A",
                        "WM-003", "Office A",
                        "AM-307", "Office B"));
    }

    @Test
    void groupsHoldOnlyEntitiesOfTheirOwnKindAndOwner() {
        for (JsonNode group : WORLD.get("groups")) {
            assertOwner(group);
            for (JsonNode member : group.get("members")) {
                JsonNode entity = find(group.get("kind").asText(), member.asText());
                assertThat(entity.path("owner").asText()).isEqualTo(group.path("owner").asText());
            }
        }
    }

    @Test
    void sharesNameGroupsOfTheTenantAndKnownCustomers() {
        assertThat(WORLD.get("shares")).hasSize(3);
        for (JsonNode share : WORLD.get("shares")) {
            String kind = share.get("group").fieldNames().next();
            String name = onlyName(share.get("group"));
            assertThat(WORLD.get("groups"))
                    .filteredOn(g -> g.get("kind").asText().equals(kind) && g.get("name").asText().equals(name))
                    .singleElement()
                    .matches(g -> !g.has("owner"), "owned by the tenant");
            share.get("with").forEach(c -> assertThat(names("customers")).contains(c.asText()));
            assertThat(share.get("access").asText()).isEqualTo("READ");
        }
    }

    @Test
    void usersHaveKnownOwnersGroupsAndDashboardsAndNoPassword() {
        for (JsonNode user : WORLD.get("users")) {
            assertOwner(user);
            assertThat(user.has("owner")).isEqualTo(user.get("authority").asText().equals("CUSTOMER_USER"));
            user.get("groups").forEach(g -> assertThat(BUILT_IN_USER_GROUPS).contains(g.asText()));
            if (user.has("defaultDashboard")) {
                assertThat(namesOf("DASHBOARD")).contains(user.get("defaultDashboard").asText());
            }
            assertThat(user.has("password")).isFalse();
        }
    }

    @Test
    void noDeviceHasAFixedToken() {
        assertThat(WORLD.get("devices")).allMatch(d -> d.get("accessToken").asText().equals("generated"));
    }

    @Test
    void attributesHaveTheTypesThatTheLessonsAskFor() {
        for (JsonNode device : WORLD.get("devices")) {
            device.get("attributes")
                    .forEach(v -> assertThat(v.isDouble() && v.asDouble() > 0 && v.asDouble() < 1).isTrue());
        }
        assertThat(find("ASSET", "Office A").at("/attributes/floor").isInt()).isTrue();
        assertThat(find("ASSET", "Building A").at("/attributes/latitude").isDouble()).isTrue();
        assertThat(find("ASSET", "Building A").at("/attributes/phone").isTextual()).isTrue();
    }

    @Test
    void everyPictureIsListedUsedAndPresent() throws IOException {
        Set<String> used = new HashSet<>();
        for (String file : List.of("world.yaml", "dashboards/buildings.json", "dashboards/my-dashboard.json")) {
            String body = text(file).replaceAll("(?m)^#.*$", "");
            Matcher matcher = PICTURE.matcher(body);
            while (matcher.find()) {
                used.add(matcher.group(1));
            }
        }
        assertThat(used).containsExactlyInAnyOrderElementsOf(pictures().toList());
    }

    // --- signals

    @ParameterizedTest
    @MethodSource("generatedKeys")
    void staysInsideItsRangeForAYearAndMoves(String device, String key) {
        Signal signal = signal(device, key);
        double low = Double.MAX_VALUE;
        double high = -Double.MAX_VALUE;
        int clipped = 0;
        for (double[] point : year(signal)) {
            assertThat(point[0]).isBetween(signal.range().min(), signal.range().max());
            low = Math.min(low, point[0]);
            high = Math.max(high, point[0]);
            clipped += point[0] == signal.range().min() || point[0] == signal.range().max() ? 1 : 0;
        }
        double width = signal.range().max() - signal.range().min();
        assertThat(high - low).as("swing of %s %s", device, key).isGreaterThan(width * 0.5);
        assertThat(clipped).as("clipped points of %s %s", device, key).isLessThan(STEPS_PER_YEAR / 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SD-001", "AM-307"})
    void crossesTheAlarmThresholdsNowAndThen(String device) {
        Signal temperature = signal(device, "temperature");
        assertThat(shareOfYear(temperature, 24, 99)).isBetween(0.05, 0.4);
        assertThat(shareOfYear(temperature, 26, 99)).isBetween(0.0005, 0.05);
        assertThat(shareOfYear(temperature, -99, 20)).isBetween(0.01, 0.25);
        assertThat(shareOfYear(temperature, -99, 17.99)).isZero();
        Signal co2 = signal(device, "co2");
        assertThat(shareOfYear(co2, 490, 999)).isBetween(0.03, 0.3);
        assertThat(shareOfYear(co2, 500, 999)).isBetween(0.0005, 0.05);
        assertThat(shareOfYear(signal(device, "humidity"), 40, 60)).isEqualTo(1);
    }

    @Test
    void thermometerRaisesItsAlarmNowAndThen() {
        assertThat(shareOfYear(signal("Thermometer", "temperature"), 25.01, 99)).isBetween(0.0005, 0.1);
    }

    @Test
    void everyGeneratorBelongsToADeviceAndEverySensorHasOne() {
        assertThat(fieldNames(WORLD.get("generators"))).isEqualTo(new HashSet<>(names("devices")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"High temperature", "Low temperature", "High humidity", "Low humidity", "High CO₂"})
    void alarmRulesLeaveNoGapBetweenSeveritiesAndClear(String name) {
        JsonNode rule = WORLD.get("alarmRules").valueStream()
                .filter(r -> r.get("name").asText().equals(name) && r.get("profile").asText().equals("air-sensor"))
                .findFirst()
                .orElseThrow();
        assertThat(fieldNames(rule.get("severities"))).containsExactlyInAnyOrder("CRITICAL", "MAJOR");
        assertThat(rule.get("propagateAlong").get(0).asText()).isEqualTo("Contains");
        for (int i = -100; i <= 60_000; i++) {
            double value = i / 100.0;
            long holding = Stream.of(
                            rule.at("/severities/CRITICAL"), rule.at("/severities/MAJOR"), rule.get("clear"))
                    .filter(condition -> holds(condition, value))
                    .count();
            assertThat(holding).as("%s at %s", name, value).isEqualTo(1);
        }
    }

    // --- dashboards

    @ParameterizedTest
    @ValueSource(strings = {"dashboards/buildings.json", "dashboards/my-dashboard.json"})
    void everyReferenceInTheDashboardResolves(String file) {
        JsonNode configuration = read(JSON, file).get("configuration");
        Set<String> aliases = fieldNames(configuration.get("entityAliases"));
        Set<String> states = fieldNames(configuration.get("states"));
        Set<String> usedAliases = new HashSet<>(configuration.get("widgets").findValuesAsText("entityAliasId"));
        usedAliases.addAll(configuration.get("widgets").findValuesAsText("dsEntityAliasId"));
        assertThat(usedAliases).isEqualTo(aliases);

        Set<String> placed = new HashSet<>();
        configuration.get("states").forEach(s -> placed.addAll(fieldNames(s.at("/layouts/main/widgets"))));
        assertThat(placed).isEqualTo(fieldNames(configuration.get("widgets")));
        assertThat(configuration.get("states").valueStream().filter(s -> s.get("root").asBoolean())).hasSize(1);

        Set<String> targets = new HashSet<>();
        for (JsonNode target : configuration.findValues("targetDashboardStateId")) {
            if (!target.isNull()) {
                targets.add(target.asText());
            }
        }
        for (JsonNode map : configuration.findValues("targetDashboardStateByProfile")) {
            assertThat(names(WORLD.at("/profiles/device"))).containsAll(fieldNames(map));
            map.forEach(state -> targets.add(state.asText()));
        }
        targets.add("default");
        assertThat(targets).isEqualTo(states);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashboards/buildings.json", "dashboards/my-dashboard.json"})
    void tooltipLinksNameAnActionOfTheSameMarker(String file) {
        for (JsonNode tooltip : read(JSON, file).findValues("tooltip")) {
            List<String> actions = tooltip.get("tagActions").findValuesAsText("name");
            List<String> links = tooltip.at("/fields/links").findValuesAsText("action");
            assertThat(links).isEqualTo(actions);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashboards/buildings.json", "dashboards/my-dashboard.json"})
    void rowsAndPillsReadADataKeyOfTheirWidget(String file) {
        for (JsonNode widget : read(JSON, file).at("/configuration/widgets")) {
            Set<String> keys = new HashSet<>(widget.findValuesAsText("name"));
            for (String list : List.of("rows", "pills")) {
                for (JsonNode rows : widget.findValues(list)) {
                    assertThat(keys).containsAll(rows.findValuesAsText("key"));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashboards/buildings.json", "dashboards/my-dashboard.json"})
    void widgetsFillTheGridWithoutOverlap(String file) {
        for (JsonNode state : read(JSON, file).at("/configuration/states")) {
            Set<String> cells = new HashSet<>();
            Set<Integer> orders = new HashSet<>();
            int bottom = 0;
            for (JsonNode place : state.at("/layouts/main/widgets")) {
                assertThat(orders.add(place.get("mobileOrder").asInt())).isTrue();
                assertThat(place.get("mobileHeight").asInt()).isPositive();
                int row = place.get("row").asInt();
                int col = place.get("col").asInt();
                bottom = Math.max(bottom, row + place.get("sizeY").asInt());
                for (int y = row; y < row + place.get("sizeY").asInt(); y++) {
                    for (int x = col; x < col + place.get("sizeX").asInt(); x++) {
                        assertThat(x).isLessThan(24);
                        assertThat(cells.add(x + "/" + y)).as("cell %s/%s", x, y).isTrue();
                    }
                }
            }
            assertThat(cells).hasSize(24 * bottom);
        }
    }

    @Test
    void buildingsHasTheStatesAndAlarmTablesOfTheLessons() {
        JsonNode configuration = read(JSON, "dashboards/buildings.json").get("configuration");
        assertThat(configuration.get("states").fieldNames())
                .toIterable()
                .containsExactly("default", "building", "office", "air_sensor", "energy_sensor", "water_sensor");
        List<String> tables = configuration.get("widgets").valueStream()
                .filter(w -> w.get("type").asText().equals("alarm"))
                .map(w -> w.get("title").asText())
                .toList();
        assertThat(tables).containsExactly("All alarms", "Building alarms", "Office alarms", "Air sensor alarms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashboards/buildings.json", "dashboards/my-dashboard.json"})
    void dashboardsHoldNoScriptNoMarkupAndNoHardEntityId(String file) throws IOException {
        assertThat(text(file)).doesNotContainIgnoringCase("function").doesNotContain("<", "http:", "https:", "\"custom");
        assertThat(read(JSON, file).findValues("rootEntity")).allMatch(JsonNode::isNull);
        assertThat(read(JSON, file).findValues("singleEntity")).isEmpty();
        assertThat(read(JSON, file).findValues("entityList")).isEmpty();
    }

    // --- pictures

    @ParameterizedTest
    @MethodSource("pictures")
    void pictureIsSmallPlainAndSafe(String file) throws Exception {
        byte[] body = bytes("pictures/" + file);
        assertThat(body.length).isLessThan(40_000);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document document = factory.newDocumentBuilder().parse(stream("pictures/" + file));
        assertThat(document.getDocumentElement().getLocalName()).isEqualTo("svg");
        assertThat(document.getDocumentElement().getAttribute("viewBox")).matches("0 0 \\d+ \\d+");
        NodeList elements = document.getElementsByTagNameNS("*", "*");
        for (int i = 0; i < elements.getLength(); i++) {
            assertHarmless((Element) elements.item(i));
        }
        assertThat(new String(body, StandardCharsets.UTF_8)).doesNotContain("<?xml-stylesheet");
    }

    private static void assertHarmless(Element element) {
        assertThat(DRAWING).contains(element.getLocalName());
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            assertThat(attribute.getNodeName()).doesNotStartWithIgnoringCase("on");
            assertThat(attribute.getNodeName()).isNotIn("href", "xlink:href", "src", "style");
            if (!attribute.getNodeName().equals("xmlns")) {
                assertThat(attribute.getNodeValue()).doesNotContain(":", "//").doesNotContainPattern("url\\((?!#)");
            }
        }
    }

    // --- reading

    static Stream<String> pictures() {
        return WORLD.get("pictures").findValuesAsText("file").stream();
    }

    static Stream<Object[]> generatedKeys() {
        return WORLD.get("generators").properties().stream()
                .flatMap(device -> fieldNames(device.getValue()).stream()
                        .map(key -> new Object[] {device.getKey(), key}));
    }

    private static Signal signal(String device, String key) {
        return YAML.convertValue(WORLD.get("generators").get(device).get(key), Signal.class);
    }

    private static List<double[]> year(Signal signal) {
        List<double[]> points = new ArrayList<>(STEPS_PER_YEAR);
        for (int i = 0; i < STEPS_PER_YEAR; i++) {
            points.add(new double[] {signal.at(YEAR_START + i * STEP.toMillis(), STEP)});
        }
        return points;
    }

    private static double shareOfYear(Signal signal, double from, double to) {
        return year(signal).stream().filter(p -> p[0] > from && p[0] < to).count() / (double) STEPS_PER_YEAR;
    }

    private static boolean holds(JsonNode condition, double value) {
        return condition.properties().stream().allMatch(bound -> {
            double limit = bound.getValue().asDouble();
            return switch (bound.getKey()) {
                case "above" -> value > limit;
                case "atLeast" -> value >= limit;
                case "below" -> value < limit;
                case "atMost" -> value <= limit;
                default -> throw new AssertionError("unknown bound " + bound.getKey());
            };
        });
    }

    private static void assertOwner(JsonNode entity) {
        if (entity.has("owner")) {
            assertThat(names("customers")).contains(entity.get("owner").asText());
        }
    }

    private static JsonNode find(String kind, String name) {
        String nameField = kind.equals("DASHBOARD") ? "title" : "name";
        return WORLD.get(kind.toLowerCase(java.util.Locale.ROOT) + "s").valueStream()
                .filter(e -> e.get(nameField).asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " named " + name));
    }

    private static List<String> namesOf(String kind) {
        return kind.equals("DASHBOARD")
                ? WORLD.get("dashboards").findValuesAsText("title")
                : names(kind.toLowerCase(java.util.Locale.ROOT) + "s");
    }

    private static List<String> names(String section) {
        return names(WORLD.get(section));
    }

    private static List<String> names(JsonNode list) {
        List<String> names = list.valueStream().map(e -> e.get("name").asText()).toList();
        assertThat(names).doesNotHaveDuplicates();
        return names;
    }

    private static String onlyName(JsonNode reference) {
        assertThat(reference).hasSize(1);
        String kind = reference.fieldNames().next();
        String name = reference.get(kind).asText();
        if (!kind.equals("DASHBOARD")) {
            find(kind, name);
        }
        return name;
    }

    private static Set<String> fieldNames(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode read(ObjectMapper mapper, String file) {
        try (InputStream in = stream(file)) {
            return mapper.readTree(in);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }

    private static String text(String file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = stream(file)) {
            return in.readAllBytes();
        }
    }

    private static InputStream stream(String file) {
        InputStream in = DemoResourcesTest.class.getResourceAsStream("/demo/" + file);
        if (in == null) {
            throw new AssertionError("missing resource demo/" + file);
        }
        return in;
    }
}
