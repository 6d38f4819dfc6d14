package io.atrium.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Counts what browsers report when a page tried what its policy forbids: {@code POST /api/csp-reports}. Anybody may send
 * anything there, so nothing of a report is kept or written down.
 */
public final class PolicyReports {

    static final String PATH = "/api/csp-reports";

    /** Before the REST API, which would read the whole body. */
    private static final int ORDER = -900;

    /** Longest report that is taken, in bytes. */
    private static final long MAX_BODY = 16 << 10;

    private static final Logger LOG = Logger.getLogger(PolicyReports.class);

    private final AtomicLong count = new AtomicLong();

    public void mount(Router router) {
        router.post(PATH).order(ORDER).handler(this::take);
    }

    /** How many reports came since the start. */
    public long count() {
        return count.get();
    }

    private void take(RoutingContext context) {
        HttpServerRequest request = context.request();
        long[] read = new long[1];
        request.handler(part -> {
            read[0] += part.length();
            if (read[0] > MAX_BODY) {
                request.connection().close();
            }
        });
        request.endHandler(done -> {
            long now = count.incrementAndGet();
            // At the first, the second, the fourth: an operator learns of it, and a flood does not fill the log.
            if (Long.bitCount(now) == 1) {
                LOG.warnf("Browsers have reported %d breaches of the content policy", now);
            }
            context.response().setStatusCode(204).end();
        });
    }
}
