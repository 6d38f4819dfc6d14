package io.atrium.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.base.Value;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Entry;
import io.atrium.entity.GrantRow;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest;
import io.atrium.entity.RoleBody;
import io.atrium.http.TestApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Imports of CSV files: good lines count, bad lines change nothing and say why. */
final class BulkImportTest {

    private TestWorld world;

    @BeforeEach
    void open() {
        world = new TestWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** Columns are words such as {@code NAME} or {@code SERVER_ATTRIBUTE:xPos}. */
    private static ObjectNode request(String file, boolean update, String... columns) {
        ObjectNode request = Json.object().put("file", file);
        ObjectNode mapping = request.putObject("mapping")
                .put("delimiter", ",")
                .put("header", true)
                .put("update", update);
        ArrayNode list = mapping.putArray("columns");
        for (String column : columns) {
            String[] parts = column.split(":", 2);
            ObjectNode one = list.addObject().put("type", parts[0]);
            if (parts.length > 1) {
                one.put("key", parts[1]);
            }
        }
        return request;
    }

    private JsonNode run(Actor actor, String path, ObjectNode request) {
        TestApi.Answer answer = world.api.post(actor, path, request.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> errors(JsonNode result) {
        List<String> errors = new ArrayList<>();
        result.path("errorsList").forEach(line -> errors.add(line.asText()));
        return errors;
    }

    private Value attribute(String kind, String name, KeyScope scope, String key) {
        var directory = world.platform.directories().of(world.tenant);
        UUID id = world.platform
                .entities()
                .findByName(world.tenant, directory.kinds().require(kind), name)
                .orElseThrow();
        Entry entry = directory.find(id).orElseThrow();
        Latest.Stamped stamped = directory.latest().get(scope, key, entry.ordinal());
        return Objects.requireNonNull(stamped).value();
    }

    @Test
    void lessonFileMakesDevicesProfilesAndTypedAttributes() {
        String file = """
                name,type,label,xPos,yPos
                SD-001,air-sensor,Indoor Air Quality Sensor,0.51,0.68
                EM-002,energy-sensor,Energy Meter,0.14,0.95
                WM-003,water-sensor,"Water, Flow Meter",0.14,0.32
                AM-307,air-sensor,IAQ Sensor,1,true
                """;
        JsonNode result = run(
                world.admin,
                "/api/device/bulk_import",
                request(file, false, "NAME", "TYPE", "LABEL", "SERVER_ATTRIBUTE:xPos", "SERVER_ATTRIBUTE:yPos"));
        assertThat(result.path("created").asInt()).isEqualTo(4);
        assertThat(result.path("errors").asInt()).isZero();
        assertThat(world.api.get(world.admin, "/api/deviceProfile/names").json())
                .hasSize(3);
        JsonNode meter = world.api
                .get(world.admin, "/api/tenant/device?deviceName=WM-003")
                .json();
        assertThat(meter.path("label").asText()).isEqualTo("Water, Flow Meter");
        assertThat(attribute("DEVICE", "SD-001", KeyScope.SERVER_SCOPE, "xPos")).isEqualTo(Value.of(0.51));
        assertThat(attribute("DEVICE", "AM-307", KeyScope.SERVER_SCOPE, "xPos")).isEqualTo(Value.of(1L));
        assertThat(attribute("DEVICE", "AM-307", KeyScope.SERVER_SCOPE, "yPos")).isEqualTo(Value.TRUE);
    }

    @Test
    void fileOfASpreadsheetKeepsItsOwnDelimiterShortLinesAndSeparatorsAtTheEnd() {
        String file = "\uFEFFsep=;\r\nname;type;xPos;\r\nshort\r\nhalf;pump\r\nwhole;pump;0,5;\r\nlong;pump;1;;\r\n";
        JsonNode result = run(
                world.admin,
                "/api/device/bulk_import",
                request(file, false, "NAME", "TYPE", "SERVER_ATTRIBUTE:xPos", "SERVER_ATTRIBUTE:"));

        assertThat(errors(result)).isEmpty();
        assertThat(result.path("created").asInt()).isEqualTo(4);
        assertThat(attribute("DEVICE", "whole", KeyScope.SERVER_SCOPE, "xPos")).isEqualTo(Value.of("0,5"));
        assertThat(world.api
                        .get(world.admin, "/api/tenant/device?deviceName=half")
                        .json()
                        .path("type")
                        .asText())
                .isEqualTo("pump");
    }

    @Test
    void linesThatWereReadWithTheWrongCodePageAreNamedAndTheOthersKept() {
        JsonNode result =
                run(world.admin, "/api/device/bulk_import", request("name\nK\uFFFDche\nFlur\n", false, "NAME"));

        assertThat(result.path("created").asInt()).isEqualTo(1);
        assertThat(errors(result))
                .containsExactly("Line 2: a character was lost (U+FFFD); the file was read with the wrong code page");
    }

    @Test
    void badLinesChangeNothingAndAreNamed() {
        String file = """
                name,type,token,x
                good-1,t,tok-1,1
                ,t,tok-2,1
                long,t,tok-5,1,2
                good-1,t,tok-3,1
                good-2,t,tok-1,1
                good-3,t,tok-4,7
                """;
        JsonNode result = run(
                world.admin,
                "/api/device/bulk_import",
                request(file, false, "NAME", "TYPE", "ACCESS_TOKEN", "SERVER_ATTRIBUTE:x"));
        assertThat(result.path("created").asInt()).isEqualTo(2);
        assertThat(result.path("updated").asInt()).isZero();
        assertThat(result.path("errors").asInt()).isEqualTo(4);
        assertThat(errors(result))
                .containsExactlyInAnyOrder(
                        "Line 3: the name is empty",
                        "Line 4: the line has 5 columns instead of 4",
                        "Line 5: Device with such name already exists!",
                        "Line 6: Specified credentials are already registered!");
        assertThat(world.api
                        .get(world.admin, "/api/tenant/device?deviceName=good-2")
                        .status())
                .isEqualTo(404);
        assertThat(attribute("DEVICE", "good-3", KeyScope.SERVER_SCOPE, "x")).isEqualTo(Value.of(7L));
        long rows = world.database.read(sql -> sql.createQuery("select count(*) from device_credentials")
                .mapTo(Long.class)
                .one());
        assertThat(rows).isEqualTo(2);
    }

    @Test
    void updateChangesWhatTheFileNamesAndKeepsTheRest() {
        run(
                world.admin,
                "/api/asset/bulk_import",
                request("h,h,h,h\nBuilding A,building,First,high\n", false, "NAME", "TYPE", "LABEL", "DESCRIPTION"));
        JsonNode result = run(
                world.admin,
                "/api/asset/bulk_import",
                request("name,floor\nBuilding A,3\nBuilding B,4\n", true, "NAME", "SERVER_ATTRIBUTE:floor"));
        assertThat(result.path("updated").asInt()).isEqualTo(1);
        assertThat(result.path("created").asInt()).isEqualTo(1);
        JsonNode asset = world.api
                .get(world.admin, "/api/tenant/asset?assetName=Building%20A")
                .json();
        assertThat(asset.path("type").asText()).isEqualTo("building");
        assertThat(asset.path("label").asText()).isEqualTo("First");
        assertThat(asset.at("/additionalInfo/description").asText()).isEqualTo("high");
        assertThat(attribute("ASSET", "Building A", KeyScope.SERVER_SCOPE, "floor"))
                .isEqualTo(Value.of(3L));
    }

    @Test
    void ownerAndRightsHoldForEveryLine() {
        UUID a = world.newCustomer(world.tenant, null, "A");
        UUID b = world.newCustomer(world.tenant, null, "B");
        Actor adminA = world.newUser(world.tenant, a, "root@a.example", DefaultGroups.CUSTOMER_ADMINISTRATORS);
        Actor userA = world.newUser(world.tenant, a, "emma@a.example", DefaultGroups.CUSTOMER_USERS);
        run(
                world.admin,
                "/api/device/bulk_import",
                request("n,t\nown,t\n", false, "NAME", "TYPE").set("customerId", Json.tree(Ref.customer(a))));
        assertThat(world.api
                        .get(userA, "/api/user/devices?pageSize=9&page=0")
                        .json()
                        .path("totalElements")
                        .asInt())
                .isEqualTo(1);
        JsonNode refused = run(userA, "/api/device/bulk_import", request("n,t\nx,t\nown,t\n", true, "NAME", "TYPE"));
        assertThat(refused.path("errors").asInt()).isEqualTo(2);
        assertThat(errors(refused).get(0)).contains("CREATE");
        assertThat(errors(refused).get(1)).contains("WRITE");
        ObjectNode intoB = request("n,t\ny,t\n", false, "NAME", "TYPE");
        intoB.set("customerId", Json.tree(Ref.customer(b)));
        assertThat(run(adminA, "/api/device/bulk_import", intoB).path("created").asInt())
                .isZero();
        run(world.admin, "/api/device/bulk_import", request("n,t\nhidden,t\n", false, "NAME", "TYPE"));
        JsonNode probe = run(adminA, "/api/device/bulk_import", request("n,t\nhidden,t\n", true, "NAME", "TYPE"));
        assertThat(errors(probe)).containsExactly("Line 2: Device with such name already exists!");
    }

    @Test
    void timeSeriesAreStoredWithTheirLine() {
        JsonNode result = run(
                world.admin,
                "/api/device/bulk_import",
                request("n,t\none,\ntwo,5\nthree,22.5\n,7\n", false, "NAME", "TIMESERIES:temperature"));
        assertThat(result.path("created").asInt()).isEqualTo(3);
        assertThat(errors(result)).containsExactly("Line 5: the name is empty");
        assertThat(attribute("DEVICE", "two", KeyScope.TIME_SERIES, "temperature"))
                .isEqualTo(Value.of(5L));
        assertThat(history("three")).isEqualTo(List.of("22.5"));
        assertThat(history("one")).isEmpty();

        run(world.admin, "/api/asset/bulk_import", request("n,t\nhall,18\n", false, "NAME", "TIMESERIES:temperature"));
        assertThat(attribute("ASSET", "hall", KeyScope.TIME_SERIES, "temperature"))
                .isEqualTo(Value.of(18L));
        assertThat(world.database.<Long>read(sql -> sql.createQuery("select count(*) from audit_log where action ="
                                + " 'TIMESERIES_UPDATED' and entity_name in ('two', 'three', 'hall')")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(3);
    }

    private List<String> history(String device) {
        String id = world.api
                .get(world.admin, "/api/tenant/device?deviceName=" + device)
                .json()
                .at("/id/id")
                .asText();
        List<String> values = new ArrayList<>();
        world.api
                .get(
                        world.admin,
                        "/api/plugins/telemetry/DEVICE/" + id
                                + "/values/timeseries?keys=temperature&startTs=0&endTs=9000000000000")
                .json()
                .path("temperature")
                .forEach(point -> values.add(point.path("value").asText()));
        return values;
    }

    @Test
    void aLineWhoseTimeSeriesMayNotBeWrittenChangesNothing() {
        UUID a = world.newCustomer(world.tenant, null, "A");
        Actor clerk = world.newUser(world.tenant, a, "clerk@a.example");
        world.platform.gate().change(world.admin, world.tenant, change -> {
            ObjectNode table = Json.object();
            table.putArray("DEVICE").add("READ").add("CREATE").add("WRITE");
            Entry role = DefaultGroups.newRole(change, change.directory().tenant(), "Clerks", RoleBody.GENERIC, table);
            Entry subject = change.find(clerk.userId()).orElseThrow();
            change.putGrant(new GrantRow(change.newId(), subject, role, null, 0, Long.MAX_VALUE, false, null));
            return true;
        });
        String[] columns = {"NAME", "LABEL", "TIMESERIES:temperature"};
        JsonNode result = run(clerk, "/api/device/bulk_import", request("n,l,t\nplain,l,\nfull,l,5\n", true, columns));
        assertThat(result.path("created").asInt()).isEqualTo(1);
        assertThat(errors(result)).hasSize(1);
        assertThat(errors(result).getFirst()).startsWith("Line 3:").contains("WRITE_TELEMETRY");
        JsonNode again = run(clerk, "/api/device/bulk_import", request("n,l,t\nplain,new,5\n", true, columns));
        assertThat(again.path("updated").asInt()).isZero();
        JsonNode plain = world.api
                .get(world.admin, "/api/tenant/device?deviceName=plain")
                .json();
        assertThat(plain.path("label").asText()).isEqualTo("l");
        assertThat(world.api
                        .get(world.admin, "/api/tenant/device?deviceName=full")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void unusableRequestsAreRefusedWhole() {
        List<ObjectNode> bad = List.of(
                request("", false, "NAME"),
                request("a\nb\n", false, "TYPE"),
                request("a\nb\n", false, "NAME", "NAME"),
                request("a\nb\n", false, "NAME", "SERVER_ATTRIBUTE"),
                request("a\nb\n", false, "NAME", "SNMP_HOST"),
                request("name\n\"broken\n", false, "NAME"));
        for (ObjectNode request : bad) {
            assertThat(world.api
                            .post(world.admin, "/api/device/bulk_import", request.toString())
                            .status())
                    .as(request.toString())
                    .isEqualTo(400);
        }
        assertThat(world.api
                        .post(
                                world.admin,
                                "/api/asset/bulk_import",
                                request("a\nb\n", false, "NAME", "SHARED_ATTRIBUTE:x")
                                        .toString())
                        .text())
                .contains("SHARED_ATTRIBUTE");
    }

    @Test
    void manyLinesComeThroughWhole() {
        StringBuilder file = new StringBuilder("name,type,x\n");
        for (int i = 0; i < 2_000; i++) {
            file.append("D-")
                    .append(i)
                    .append(",t")
                    .append(i % 5)
                    .append(',')
                    .append(i)
                    .append('\n');
        }
        JsonNode result = run(
                world.admin,
                "/api/device/bulk_import",
                request(file.toString(), false, "NAME", "TYPE", "SERVER_ATTRIBUTE:x"));
        assertThat(result.path("created").asInt()).isEqualTo(2_000);
        assertThat(attribute("DEVICE", "D-1999", KeyScope.SERVER_SCOPE, "x")).isEqualTo(Value.of(1999L));
    }

    @Test
    void lineWithTooManyCellsAndAFileThatIsNoCsvChangeNothing() {
        List<String> wrong = List.of(
                "name\ngood\n" + "x,".repeat(1_000) + "\n",
                "name\ngood\n\"a \"\" quote\",x\"" + ",".repeat(1_000) + "\n",
                "name\ngood\n\"open");
        List<String> reasons = List.of(
                "Field 'file': line 3 has more than 1000 cells",
                "Field 'file': line 3 has more than 1000 cells",
                "Field 'file' is not valid CSV");
        for (int i = 0; i < wrong.size(); i++) {
            TestApi.Answer answer = world.api.post(
                    world.admin,
                    "/api/asset/bulk_import",
                    request(wrong.get(i), false, "NAME").toString());
            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.json().path("message").asText()).isEqualTo(reasons.get(i));
        }
        assertThat(world.api
                        .get(world.admin, "/api/tenant/assets?pageSize=10&page=0")
                        .json()
                        .path("totalElements")
                        .asInt())
                .isZero();
    }

    @Test
    void quotedCellsMayHoldDelimitersAndQuotes() {
        String label = "a \"wide\" one" + ",".repeat(240);
        JsonNode result = run(
                world.admin,
                "/api/asset/bulk_import",
                request("name,label\nquoted,\"" + label.replace("\"", "\"\"") + "\"\n", false, "NAME", "LABEL"));
        assertThat(errors(result)).isEmpty();
        assertThat(world.api
                        .get(world.admin, "/api/tenant/asset?assetName=quoted")
                        .json()
                        .path("label")
                        .asText())
                .isEqualTo(label);
    }
}
