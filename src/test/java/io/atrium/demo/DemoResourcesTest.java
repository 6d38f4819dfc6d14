package io.atrium.demo;

import static io.atrium.demo.DemoFiles.WORLD;
import static io.atrium.demo.DemoFiles.bytes;
import static io.atrium.demo.DemoFiles.names;
import static io.atrium.demo.DemoFiles.stream;
import static io.atrium.demo.DemoFiles.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Checks that the demo's data files agree with each other, with the lessons and with the rules for uploads. */
class DemoResourcesTest {

    private static final Set<String> BUILT_IN_USER_GROUPS = Set.of("Tenant Administrators", "Customer Users");
    private static final Pattern PICTURE = Pattern.compile("demo:pictures/([\\w.-]+)");
    private static final Set<String> DRAWING = Set.of(
            "svg",
            "title",
            "defs",
            "g",
            "path",
            "rect",
            "circle",
            "ellipse",
            "text",
            "pattern",
            "stop",
            "linearGradient",
            "radialGradient");

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
            relation.get("to").properties().forEach(to -> to.getValue().forEach(name -> {
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
                assertThat(entity.path("owner").asText())
                        .isEqualTo(group.path("owner").asText());
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
                    .filteredOn(g -> g.get("kind").asText().equals(kind)
                            && g.get("name").asText().equals(name))
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
            assertThat(user.has("owner"))
                    .isEqualTo(user.get("authority").asText().equals("CUSTOMER_USER"));
            user.get("groups").forEach(g -> assertThat(BUILT_IN_USER_GROUPS).contains(g.asText()));
            if (user.has("defaultDashboard")) {
                assertThat(namesOf("DASHBOARD"))
                        .contains(user.get("defaultDashboard").asText());
            }
            assertThat(user.has("password")).isFalse();
        }
    }

    @Test
    void noDeviceHasAFixedToken() {
        assertThat(WORLD.get("devices"))
                .allMatch(d -> d.get("accessToken").asText().equals("generated"));
    }

    @Test
    void attributesHaveTheTypesThatTheLessonsAskFor() {
        for (JsonNode device : WORLD.get("devices")) {
            device.get("attributes").forEach(v -> assertThat(v.isDouble() && v.asDouble() > 0 && v.asDouble() < 1)
                    .isTrue());
        }
        assertThat(find("ASSET", "Office A").at("/attributes/floor").isInt()).isTrue();
        assertThat(find("ASSET", "Building A").at("/attributes/latitude").isDouble())
                .isTrue();
        assertThat(find("ASSET", "Building A").at("/attributes/phone").isTextual())
                .isTrue();
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

    static Stream<String> pictures() {
        return WORLD.get("pictures").findValuesAsText("file").stream();
    }

    private static void assertOwner(JsonNode entity) {
        if (entity.has("owner")) {
            assertThat(names("customers")).contains(entity.get("owner").asText());
        }
    }

    private static JsonNode find(String kind, String name) {
        String nameField = kind.equals("DASHBOARD") ? "title" : "name";
        return WORLD.get(kind.toLowerCase(Locale.ROOT) + "s")
                .valueStream()
                .filter(e -> e.get(nameField).asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " named " + name));
    }

    private static List<String> namesOf(String kind) {
        return kind.equals("DASHBOARD")
                ? WORLD.get("dashboards").findValuesAsText("title")
                : names(kind.toLowerCase(Locale.ROOT) + "s");
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
}
