package io.atrium.app;

import io.atrium.base.Problem;
import io.atrium.config.BadSetting;
import io.atrium.config.Settings;
import io.atrium.db.PostgresFailure;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Starts the server: settings, data folder and database first, then the HTTP server over them. */
@QuarkusMain
public final class Main implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(Main.class);
    private static final int EXIT_BAD_SETTING = 2;
    private static final int EXIT_FAILED = 1;
    private static final int STOP_SECONDS = 30;

    private final Vertx vertx;

    Main(Vertx vertx) {
        this.vertx = vertx;
    }

    public static void main(String... arguments) {
        try {
            Settings settings = Settings.from(System.getenv(), List.of(arguments));
            settings.requireNoUnknown(Registry.configRecords());
            App.prepare(settings);
        } catch (BadSetting e) {
            fail(EXIT_BAD_SETTING, String.valueOf(e.getMessage()));
        } catch (PostgresFailure e) {
            LOG.debug("PostgreSQL did not start", e);
            fail(EXIT_FAILED, e.publicMessage());
        } catch (Problem e) {
            LOG.debug("The start failed", e);
            fail(EXIT_FAILED, e.publicMessage());
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitStop(stopped), "await-stop"));
        Quarkus.run(Main.class, (code, fault) -> {
            if (fault != null) {
                LOG.error("The server stopped", fault);
            }
            App.current().close();
            stopped.countDown();
            if (code != 0) {
                System.exit(code);
            }
        });
    }

    /** On a signal the process ends with its shutdown hooks, and Quarkus's own do not wait for ours to be closed. */
    private static void awaitStop(CountDownLatch stopped) {
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                Console.complain("The server did not stop cleanly within " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fail(int code, String message) {
        Console.complain(message);
        App.abandon();
        System.exit(code);
    }

    @Override
    public int run(String... arguments) {
        try {
            App.current().started(vertx);
        } catch (Problem e) {
            LOG.debug("The start failed", e);
            Console.complain(e.publicMessage());
            return EXIT_FAILED;
        }
        Quarkus.waitForExit();
        // While the event loops still run, so that every client is told why its connection ends.
        App.current().close();
        return 0;
    }
}
