package io.atrium.demo;

import static io.atrium.demo.DemoFiles.WORLD;
import static io.atrium.demo.DemoFiles.fieldNames;
import static io.atrium.demo.DemoFiles.names;
import static io.atrium.demo.DemoFiles.read;
import static io.atrium.demo.DemoFiles.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the demo's dashboards: references, grid, states, and that they hold data only. */
class DemoDashboardsTest {

    @ParameterizedTest
    @ValueSource(strings = {"dashboards/buildings.json", "dashboards/my-dashboard.json"})
    void everyReferenceInTheDashboardResolves(String file) {
        JsonNode configuration = read(file).get("configuration");
        Set<String> aliases = fieldNames(configuration.get("entityAliases"));
        Set<String> states = fieldNames(configuration.get("states"));
        Set<String> usedAliases = new HashSet<>(configuration.get("widgets").findValuesAsText("entityAliasId"));
        usedAliases.addAll(configuration.get("widgets").findValuesAsText("dsEntityAliasId"));
        assertThat(usedAliases).isEqualTo(aliases);

        Set<String> placed = new HashSet<>();
        configuration.get("states").forEach(s -> placed.addAll(fieldNames(s.at("/layouts/main/widgets"))));
        assertThat(placed).isEqualTo(fieldNames(configuration.get("widgets")));
        assertThat(configuration.get("states").valueStream().filter(s -> s.get("root")
                        .asBoolean()))
                .hasSize(1);

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

    @Test
    void tooltipLinksNameAnActionOfTheSameMarker() {
        List<JsonNode> tooltips = read("dashboards/buildings.json").findValues("tooltip");
        assertThat(tooltips).hasSize(3);
        for (JsonNode tooltip : tooltips) {
            List<String> actions = tooltip.get("tagActions").findValuesAsText("name");
            List<String> links = tooltip.at("/fields/links").findValuesAsText("action");
            assertThat(links).isEqualTo(actions);
        }
    }

    @Test
    void rowsAndPillsReadADataKeyOfTheirWidget() {
        int seen = 0;
        for (JsonNode widget : read("dashboards/buildings.json").at("/configuration/widgets")) {
            Set<String> keys = new HashSet<>(widget.findValuesAsText("name"));
            for (String list : List.of("rows", "pills")) {
                for (JsonNode rows : widget.findValues(list)) {
                    assertThat(keys).containsAll(rows.findValuesAsText("key"));
                    seen += rows.size();
                }
            }
        }
        assertThat(seen).isEqualTo(3 + 3 + 4 + 5 + 5 + 5 + 6 + 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashboards/buildings.json", "dashboards/my-dashboard.json"})
    void widgetsFillTheGridWithoutOverlap(String file) {
        for (JsonNode state : read(file).at("/configuration/states")) {
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
                        assertThat(cells.add(x + "/" + y))
                                .as("cell %s/%s", x, y)
                                .isTrue();
                    }
                }
            }
            assertThat(cells).hasSize(24 * bottom);
        }
    }

    @Test
    void buildingsHasTheStatesAndAlarmTablesOfTheLessons() {
        JsonNode configuration = read("dashboards/buildings.json").get("configuration");
        assertThat(configuration.get("states").fieldNames())
                .toIterable()
                .containsExactly("default", "building", "office", "air_sensor", "energy_sensor", "water_sensor");
        List<String> tables = configuration
                .get("widgets")
                .valueStream()
                .filter(w -> w.get("type").asText().equals("alarm"))
                .map(w -> w.get("title").asText())
                .toList();
        assertThat(tables).containsExactly("All alarms", "Building alarms", "Office alarms", "Air sensor alarms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashboards/buildings.json", "dashboards/my-dashboard.json"})
    void dashboardsHoldNoScriptNoMarkupAndNoHardEntityId(String file) throws IOException {
        assertThat(text(file))
                .doesNotContainIgnoringCase("function")
                .doesNotContain("<", "http:", "https:", "\"type\": \"custom");
        assertThat(read(file).findValues("rootEntity")).allMatch(JsonNode::isNull);
        assertThat(read(file).findValues("singleEntity")).isEmpty();
        assertThat(read(file).findValues("entityList")).isEmpty();
    }
}
