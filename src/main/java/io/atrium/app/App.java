package io.atrium.app;

import io.atrium.backup.Backup;
import io.atrium.backup.BackupDesk;
import io.atrium.config.DataConfig;
import io.atrium.config.DataFolder;
import io.atrium.config.Settings;
import io.atrium.db.Database;
import io.atrium.db.DatabaseAddress;
import io.atrium.db.EmbeddedPostgres;
import io.atrium.demo.Demo;
import io.atrium.device.DeviceEndpoints;
import io.atrium.http.ApiDocs;
import io.atrium.http.ApiServer;
import io.atrium.http.CallerShares;
import io.atrium.http.EdgeConfig;
import io.atrium.http.HttpEdge;
import io.atrium.http.LocalApi;
import io.atrium.http.MetricsGate;
import io.atrium.http.OwnOrigin;
import io.atrium.http.PolicyReports;
import io.atrium.http.SecurityHeaders;
import io.atrium.http.WebApp;
import io.atrium.http.WebFiles;
import io.atrium.http.WebPolicy;
import io.atrium.ingest.IngestConfig;
import io.atrium.live.LiveConfig;
import io.atrium.people.MailConfig;
import io.atrium.people.PeopleConfig;
import io.atrium.transport.coap.CoapServer;
import io.atrium.transport.coap.CoapSettings;
import io.atrium.transport.http.DeviceHttp;
import io.atrium.transport.http.DeviceHttpConfig;
import io.atrium.transport.mqtt.MqttConfig;
import io.atrium.transport.mqtt.MqttServer;
import io.atrium.transport.mqtt.MqttTlsConfig;
import io.atrium.transport.ws.LiveSockets;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The parts of one running server, in the order of their start; they stop in reverse. */
public final class App implements AutoCloseable {

    /** The version that clients and the OpenAPI document see. */
    static final String VERSION = "0.1.0";

    /** The guarding headers stand on every answer, whoever gives it. */
    private static final int BEFORE_ALL = Integer.MIN_VALUE;

    private static final int NONCE_LENGTH = 24;
    private static final int DEMO_PASSWORD_LENGTH = 16;
    private static final Logger LOG = Logger.getLogger(App.class);

    private static volatile @Nullable App current;

    private final Settings settings;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final HttpConfig http;
    private final WebPolicy webPolicy;
    private final DataFolder data;
    private final Database database;
    private final Assembly parts;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final InstantSource clock = InstantSource.system();
    private volatile @Nullable Router router;
    private volatile boolean ready;
    private volatile int port;
    private volatile int mqttPort;
    private volatile int coapPort = -1;

    private App(Settings settings) {
        this.settings = settings;
        this.http = settings.read(HttpConfig.class);
        this.webPolicy = new WebPolicy(settings.read(WebConfig.class).mapTiles());
        this.data = opened(DataFolder.open(settings.read(DataConfig.class).folder()));
        this.database = openDatabase(settings.read(DatabaseConfig.class));
        this.parts = opened(new Assembly(new Assembly.Surroundings(
                settings,
                database,
                data.root(),
                clock,
                this::publicUri,
                this::endpoints,
                settings.read(PeopleConfig.class),
                settings.read(MailConfig.class))));
    }

    /** Starts everything below the HTTP server. */
    static void prepare(Settings settings) {
        current = new App(settings);
    }

    static App current() {
        return Objects.requireNonNull(current, "The application is not prepared");
    }

    /** Stops whatever a failed start left open. */
    static void abandon() {
        App app = current;
        if (app != null) {
            app.close();
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private Database openDatabase(DatabaseConfig config) {
        String url = config.url();
        DatabaseAddress address =
                url == null ? opened(EmbeddedPostgres.start(data.root())).address() : DatabaseAddress.parse(url);
        return opened(Database.open(address, config.connections()));
    }

    /** Adds the routes to the HTTP server. */
    void mount(Router router) {
        this.router = router;
        router.route().order(BEFORE_ALL).handler(context -> {
            SecurityHeaders.ofEvery(
                    context.response().headers(), context.request().path());
            context.next();
        });
        new MetricsGate(settings.read(MetricsConfig.class).token()).mount(router, BEFORE_ALL + 1);
        router.get("/api/health/ready").handler(context -> {
            Optional<String> hindrance = hindrance();
            context.response()
                    .setStatusCode(hindrance.isEmpty() ? 200 : 503)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end(hindrance.orElse(""));
        });
        OwnOrigin own = new OwnOrigin(this::publicUri);
        new ApiDocs(parts.routes.all(), VERSION).mount(router);
        EdgeConfig edge = settings.read(EdgeConfig.class);
        CallerShares shares = CallerShares.of(edge);
        new DeviceHttp(parts.ingest.gateway(), clock, settings.read(DeviceHttpConfig.class), shares).mount(router);
        new LiveSockets(parts.live, settings.read(LiveConfig.class), own, shares.from(), clock).mount(router);
        new ApiServer(
                        parts.routes.all(),
                        parts.people.authenticator(),
                        own,
                        workers,
                        clock,
                        new ApiServer.Sizes(shares, edge.maxBody().count()))
                .mount(router);
        new PolicyReports().mount(router);
        new WebApp(WebFiles.of("web/"), webPolicy, () -> parts.platform.ids().secret(NONCE_LENGTH), clock)
                .mount(router);
    }

    /** Why the server cannot do its work at the moment; empty if it can. */
    private Optional<String> hindrance() {
        if (!ready) {
            return Optional.of("The server starts or stops");
        }
        return database.healthy() ? parts.telemetry.trouble() : Optional.of("The database does not answer");
    }

    /** Lets the first people in, starts the clockwork and tells everybody that the server listens. */
    void started(Vertx vertx) {
        opened(LogRate.install());
        HttpEdge edge = opened(new HttpEdge(
                vertx,
                Objects.requireNonNull(router, "The routes are not mounted"),
                settings.read(EdgeConfig.class),
                clock));
        port = edge.listen(http.bind(), http.httpPort());
        BootstrapConfig bootstrap = settings.read(BootstrapConfig.class);
        Optional<String> password = parts.people
                .bootstrap()
                .ensureSystemAdministrator(bootstrap.sysadminEmail(), bootstrap.sysadminPassword());
        opened(parts.startJobs(settings));
        opened(BackupDesk.open(data.root(), new Backup(database, parts.backedUp(settings, data.root()), clock)));
        Map<String, Integer> ports = listenToDevices();
        List<String> demoLogins = startDemo(bootstrap);
        parts.telemetry.ready();
        ready = true;
        ports.put("http", port);
        data.writePorts(ports);
        Console.say("Atrium is ready at " + publicUri() + ", MQTT on port " + mqttPort);
        password.ifPresent(
                secret -> Console.say("System administrator: " + bootstrap.sysadminEmail() + " / " + secret));
        demoLogins.forEach(Console::say);
    }

    /** Lets devices in that do not come by HTTP; the answer is the ports that were really taken. */
    private Map<String, Integer> listenToDevices() {
        MqttServer mqtt = opened(new MqttServer(
                parts.ingest.gateway(),
                settings.read(MqttConfig.class),
                settings.read(IngestConfig.class).sessionInactivity(),
                parts.platform.ids()));
        Map<String, Integer> ports = new HashMap<>();
        mqttPort = mqtt.listen(http.bind(), http.mqttPort());
        ports.put("mqtt", mqttPort);
        int secure = mqtt.listen(http.bind(), settings.read(MqttTlsConfig.class));
        if (secure >= 0) {
            ports.put("mqtts", secure);
        }
        CoapSettings coap = settings.read(CoapSettings.class);
        // Its library comes in signed jars, whose check takes a good part of a start.
        if (coap.port() >= 0) {
            coapPort = opened(new CoapServer(parts.ingest.gateway(), coap)).listen(http.bind());
            ports.put("coap", coapPort);
        }
        return ports;
    }

    /** Loads the demo if it is asked for, and starts its devices; the lines to print tell the log-ins once. */
    private List<String> startDemo(BootstrapConfig bootstrap) {
        if (!bootstrap.demo()) {
            return List.of();
        }
        Demo demo = new Demo(
                new LocalApi(parts.routes.all()),
                parts.people.bootstrap(),
                parts.ingest.gateway(),
                clock,
                data.root().resolve("demo.json"));
        String chosen = bootstrap.demoPassword();
        String password =
                chosen == null || chosen.isEmpty() ? parts.platform.ids().secret(DEMO_PASSWORD_LENGTH) : chosen;
        boolean loaded = demo.load(password);
        demo.start(bootstrap.demoHistory()).ifPresent(this::opened);
        if (!loaded) {
            return List.of();
        }
        String shown = password.equals(chosen) ? "the password of ATRIUM_DEMO_PASSWORD" : password;
        return demo.logins().stream()
                .map(login -> "Demo log-in: " + login + " / " + shown)
                .toList();
    }

    private URI publicUri() {
        String configured = http.publicUrl();
        return URI.create(configured == null ? "http://localhost:" + port : configured);
    }

    private DeviceEndpoints endpoints() {
        URI uri = publicUri();
        return new DeviceEndpoints(uri.toString(), uri.getHost(), mqttPort, coapPort);
    }

    /** Stops everything; whoever calls it again waits until that is done. */
    @Override
    public synchronized void close() {
        if (open.isEmpty()) {
            return;
        }
        long begun = System.nanoTime();
        ready = false;
        parts.sayGoodbye();
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warnf(e, "%s did not stop cleanly", part.getClass().getSimpleName());
            }
        }
        // Not before the last request is answered or cut off: whoever still comes would be an error.
        workers.shutdown();
        Console.say("Stopped within " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) + " ms");
    }
}
