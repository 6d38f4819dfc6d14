package io.atrium.db;

import java.nio.file.Path;
import java.util.Map;

/** A PostgreSQL that a server reaches by URL and that a test stops and starts behind its back. */
public final class OutsidePostgres implements AutoCloseable {

    private final Path folder;
    private final String url;
    private EmbeddedPostgres running;

    public OutsidePostgres(Path folder) {
        this.folder = folder;
        this.running = launch();
        DatabaseAddress address = running.address();
        this.url = "postgresql://" + address.user() + ":" + address.password() + "@" + address.host() + ":"
                + address.port() + "/" + address.database() + "?sslmode=disable";
    }

    private EmbeddedPostgres launch() {
        return EmbeddedPostgres.start(
                folder, new EmbeddedPostgres.Options(TestPostgres.binaries(), Map.of(), true, true));
    }

    public String url() {
        return url;
    }

    public void stop() {
        running.close();
    }

    /** On the port that it had. */
    public void start() {
        running = launch();
        if (!url.contains(":" + running.port() + "/")) {
            throw new IllegalStateException("Somebody took the port of the stopped PostgreSQL");
        }
    }

    @Override
    public void close() {
        running.close();
    }
}
