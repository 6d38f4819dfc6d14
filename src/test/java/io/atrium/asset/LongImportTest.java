package io.atrium.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.app.TestWorld;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.BulkImportRequest;
import io.atrium.entity.BulkImports;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An import takes its time, and its caller may be shut out meanwhile. */
final class LongImportTest {

    private static final int LINES = 1_000;

    private final TestWorld world = new TestWorld();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        world.close();
    }

    private void run(String lines, int lasts) {
        String mapping =
                "\"mapping\":{\"columns\":[{\"type\":\"NAME\"},{\"type\":\"TYPE\"}],\"delimiter\":\",\",\"header\":false}";
        String request = "{\"file\":" + Json.write(lines) + "," + mapping + "}";
        BulkImports imports =
                new BulkImports(world.platform, (directory, entity, values) -> CompletableFuture.completedFuture(null));
        imports.run(world.admin, Json.read(request, BulkImportRequest.class), new AssetImport(world.changes), () -> {
            if (asked.incrementAndGet() > lasts) {
                throw Problem.authentication("Token has expired");
            }
        });
    }

    private int assets() {
        return world.api
                .get(world.admin, "/api/tenant/assets?pageSize=1&page=0")
                .json()
                .path("totalElements")
                .asInt();
    }

    @Test
    void endsWithTheLogInOfItsCaller() {
        StringBuilder good = new StringBuilder();
        StringBuilder bad = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            good.append("good ").append(i).append(",default\n");
            bad.append(i % 2 == 0 ? "bad " + i : "").append(",default\n");
        }
        assertThatThrownBy(() -> run(good.toString(), 3)).hasMessage("Token has expired");
        assertThat(assets()).isPositive().isLessThanOrEqualTo(3 * LINES / 10);
        int before = assets();
        asked.set(0);
        assertThatThrownBy(() -> run(bad.toString(), 2)).hasMessage("Token has expired");
        assertThat(assets()).isBetween(before + 1, before + 2 * LINES / 10);
    }
}
