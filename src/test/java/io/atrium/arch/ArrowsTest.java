package io.atrium.arch;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.arch.Arrows.Tier;
import io.atrium.arch.Fence.Use;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Holds the arrows between packages (docs/architecture.md). An arrow that is missing here is added here, in a line that a
 * reviewer sees; one that nobody uses any more is taken out.
 */
final class ArrowsTest {

    /** Near the real number of classes and raised with it, so that a scan that sees nothing cannot pass. */
    private static final int CLASSES_AT_LEAST = 600;

    private static final Tier BASE = Tier.only("base");
    private static final Tier PLATFORM = Tier.of("platform", "config", "db", "bus", "jobs", "observe", "http");
    /** The platform without the database, which no transport may touch. */
    private static final Tier EDGE_PLATFORM =
            Tier.of("platform without db", "config", "bus", "jobs", "observe", "http");

    private static final Tier ENGINES = Tier.of("engines", "access", "entity");
    private static final Tier FEATURES = Tier.of(
            "features",
            "people",
            "tenant",
            "sharing",
            "device",
            "asset",
            "view",
            "dashboard",
            "telemetry",
            "telemetry.store",
            "backup",
            "query",
            "live",
            "audit",
            "removal",
            "notify",
            "alarm",
            "command",
            "rule",
            "rule.node");
    private static final Tier EDGES =
            Tier.of("edges", "ingest", "transport.ws", "transport.mqtt", "transport.http", "transport.coap");
    private static final Tier BELOW_APP =
            BASE.and(PLATFORM).and(ENGINES).and(FEATURES).and(EDGES);

    private static final Arrows TABLE = new Arrows()
            .allow("base")
            .allow("config", BASE)
            .allow("db", BASE)
            .allow("bus")
            .allow("jobs", BASE)
            .allow("observe", BASE)
            .allow("http", BASE, Tier.only("config"))
            .allow("access", BASE)
            .allow("proto", BASE)
            .allow("entity", BASE, PLATFORM, Tier.only("access"))
            .allow("people", BASE, PLATFORM, ENGINES)
            .allow("tenant", BASE, PLATFORM, ENGINES)
            .allow("sharing", BASE, PLATFORM, ENGINES)
            .allow("device", BASE, PLATFORM, ENGINES, Tier.only("proto"))
            .allow("asset", BASE, PLATFORM, ENGINES)
            .allow("view", BASE, PLATFORM, ENGINES)
            .allow("dashboard", BASE, PLATFORM, ENGINES)
            .allow("telemetry", BASE, PLATFORM, ENGINES)
            .allow("telemetry.store", BASE, Tier.only("telemetry"), Tier.only("db"))
            .allow("backup", BASE, Tier.only("db"))
            .allow("query", BASE, PLATFORM, ENGINES)
            .allow("live", BASE, PLATFORM, ENGINES, Tier.only("telemetry"), Tier.only("query"), Tier.only("people"))
            .allow("audit", BASE, PLATFORM, ENGINES)
            .allow("removal", BASE, PLATFORM, ENGINES)
            .allow("notify", BASE, PLATFORM, ENGINES, Tier.only("people"))
            .allow("alarm", BASE, PLATFORM, ENGINES, Tier.only("telemetry"), Tier.only("device"), Tier.only("query"))
            .allow("command", BASE, PLATFORM, ENGINES, Tier.only("device"))
            .allow(
                    "rule",
                    BASE,
                    PLATFORM,
                    ENGINES,
                    Tier.only("telemetry"),
                    Tier.only("alarm"),
                    Tier.only("command"),
                    Tier.only("notify"),
                    Tier.only("device"))
            .allow(
                    "rule.node",
                    BASE,
                    PLATFORM,
                    Tier.only("rule"),
                    Tier.only("telemetry"),
                    Tier.only("alarm"),
                    Tier.only("command"),
                    Tier.only("notify"),
                    Tier.only("device"))
            .allow(
                    "ingest",
                    BASE,
                    PLATFORM,
                    Tier.only("proto"),
                    Tier.only("entity"),
                    Tier.only("telemetry"),
                    Tier.only("device"),
                    Tier.only("command"))
            .allow("transport.http", BASE, EDGE_PLATFORM, Tier.only("ingest"))
            .allow("transport.ws", EDGE_PLATFORM, Tier.only("live"))
            .allow("transport.mqtt", BASE, EDGE_PLATFORM, Tier.only("ingest"))
            .allow("transport.coap", BASE, EDGE_PLATFORM, Tier.only("ingest"))
            .mayUse("demo", BELOW_APP)
            .allow("app", BELOW_APP.and(Tier.only("demo")))
            .allow("bench", BELOW_APP.and(Tier.only("demo")).and(Tier.only("app")));

    /** JDBC lives in the database package, in stores and in the gate that commits a change. */
    private static final Fence SQL = new Fence(
            List.of("java.sql", "javax.sql", "org.jdbi", "org.postgresql"),
            Set.of("db", "bench"),
            name -> name.endsWith("Store") || name.startsWith("Change"));

    private static final Fence NETWORK = new Fence(
            List.of("io.vertx", "io.netty"),
            Set.of("http", "transport.http", "transport.ws", "transport.mqtt", "transport.coap", "app", "bench"),
            name -> false);

    private static final Fence ROCKS =
            new Fence(List.of("org.rocksdb"), Set.of("telemetry.store", "bench"), name -> false);

    private static final Fence COAP =
            new Fence(List.of("org.eclipse.californium"), Set.of("transport.coap"), name -> false);

    private static final Fence SCHEMAS =
            new Fence(List.of("com.squareup", "okio", "kotlin"), Set.of("proto"), name -> false);

    private static final Fence TOKENS = new Fence(List.of("com.nimbusds"), Set.of("people"), name -> false);

    @Test
    void seesTheWholeProduct() {
        assertThat(Scan.main().classes()).hasSizeGreaterThanOrEqualTo(CLASSES_AT_LEAST);
        assertThat(Scan.main().packageUses()).containsKeys("base", "config");
        assertThat(Scan.main().packageUses().get("config")).contains("base");
    }

    @Test
    void everyArrowIsListedAndEveryListedArrowIsUsed() {
        assertThat(TABLE.faults(Scan.main().packageUses())).isEmpty();
    }

    @Test
    void everyLibraryStaysBehindItsFence() {
        List<Use> uses = Scan.main().uses();
        assertThat(List.of(SQL, NETWORK, ROCKS, COAP, SCHEMAS, TOKENS))
                .allSatisfy(fence -> assertThat(fence.faults(uses)).isEmpty());
    }

    @Test
    void everyNameOfATierHasARow() {
        assertThat(TABLE.packages()).containsAll(BELOW_APP.members());
    }

    @Test
    void catchesAnUnlistedArrow() {
        assertThat(TABLE.faults(Map.of("base", Set.of(), "access", Set.of("base", "device"), "device", Set.of("base"))))
                .contains("unlisted arrow access -> device");
        assertThat(TABLE.faults(Map.of("people", Set.of("device")))).contains("unlisted arrow people -> device");
        assertThat(TABLE.faults(Map.of("telemetry", Set.of("telemetry.store"))))
                .contains("unlisted arrow telemetry -> telemetry.store");
        assertThat(TABLE.faults(Map.of("transport.http", Set.of("db"))))
                .contains("unlisted arrow transport.http -> db");
        assertThat(TABLE.faults(Map.of("demo", Set.of("app")))).contains("unlisted arrow demo -> app");
    }

    @Test
    void catchesAListedArrowThatNobodyUses() {
        assertThat(TABLE.faults(Map.of("base", Set.of(), "config", Set.of())))
                .containsExactly("listed but unused arrow config -> base");
        assertThat(TABLE.faults(Map.of("config", Set.of()))).isEmpty();
    }

    @Test
    void letsAPackageThatGrowsUseNothingOfWhatItMay() {
        assertThat(TABLE.faults(Map.of("base", Set.of(), "demo", Set.of()))).isEmpty();
    }

    @Test
    void catchesACycle() {
        assertThat(TABLE.faults(Map.of("base", Set.of("config"), "config", Set.of("base"))))
                .contains("cycle through base", "cycle through config");
    }

    @Test
    void catchesAPackageOutsideTheTable() {
        assertThat(TABLE.faults(Map.of("people.oidc", Set.of()))).contains("package people.oidc is not in the table");
    }

    @Test
    void catchesALibraryOutsideItsFence() {
        List<Use> uses = List.of(
                new Use("device", "Devices", "java.sql.Connection"),
                new Use("device", "DeviceStore", "java.sql.Connection"),
                new Use("db", "Pool", "org.jdbi.v3.core.Jdbi"));
        assertThat(SQL.faults(uses)).containsExactly("device.Devices uses java.sql.Connection");
        assertThat(NETWORK.faults(List.of(new Use("ingest", "Gateway", "io.netty.buffer.ByteBuf"))))
                .hasSize(1);
    }
}
