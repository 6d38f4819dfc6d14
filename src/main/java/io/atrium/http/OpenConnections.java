package io.atrium.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The connections of one event loop, and since when each of them does nothing. Those that never sent a request, or only half
 * of one, are closed after a while; so are those that have been idle for long. Touched by its event loop only.
 */
final class OpenConnections {

    private final Patience patience;
    private final Unread unread;
    private final Consumer<HttpServerRequest> late;
    private final Map<HttpConnection, Line> lines = new HashMap<>();
    private final LinkedHashSet<Line> fresh = new LinkedHashSet<>();

    /** How long the server waits for whom. */
    record Patience(Duration headers, Duration body, Duration idle, int mostFresh) {}

    /** One connection. */
    private static final class Line {
        final HttpConnection connection;
        final List<Arrived> open = new ArrayList<>(1);
        long since;

        Line(HttpConnection connection, long since) {
            this.connection = connection;
            this.since = since;
        }
    }

    private record Arrived(HttpServerRequest request, long at) {
        boolean isAnswered() {
            return request.response().ended() || request.response().closed();
        }

        /** A WebSocket has no answer that ends. */
        boolean isAwaited() {
            return !isAnswered() && !request.headers().contains(HttpHeaders.UPGRADE);
        }
    }

    /** @param late answers a request whose body did not come in time, and closes its connection */
    OpenConnections(Patience patience, Unread unread, Consumer<HttpServerRequest> late) {
        this.patience = patience;
        this.unread = unread;
        this.late = late;
    }

    /** A client connected. If too many have said nothing yet, the one that has said nothing for longest must go. */
    void opened(HttpConnection connection, long now) {
        Line line = new Line(connection, now);
        lines.put(connection, line);
        fresh.add(line);
        connection.closeHandler(gone -> closed(line));
        if (fresh.size() > patience.mostFresh()) {
            Line oldest = fresh.removeFirst();
            oldest.connection.close();
        }
    }

    private void closed(Line line) {
        lines.remove(line.connection);
        fresh.remove(line);
        line.open.clear();
    }

    /** The headers of a request are there. */
    void asked(HttpServerRequest request, long now) {
        Line line = lines.get(request.connection());
        if (line == null) {
            return;
        }
        if (line.open.isEmpty()) {
            fresh.remove(line);
        } else {
            line.open.removeIf(Arrived::isAnswered);
        }
        line.open.add(new Arrived(request, now));
    }

    /** Requests without an answer. */
    int underWay() {
        int found = 0;
        for (Line line : lines.values()) {
            for (Arrived arrived : line.open) {
                if (arrived.isAwaited()) {
                    found++;
                }
            }
        }
        return found;
    }

    /**
     * Requests that get no answer by waiting: those whose body has not come.
     *
     * @param all those that wait for an answer as well
     */
    List<HttpServerRequest> hopeless(boolean all) {
        List<HttpServerRequest> found = new ArrayList<>();
        for (Line line : lines.values()) {
            for (Arrived arrived : line.open) {
                if (arrived.isAwaited() && (all || !arrived.request().isEnded())) {
                    found.add(arrived.request());
                }
            }
        }
        return found;
    }

    /** Closes what has waited too long; called every now and then. */
    void look(long now) {
        unread.look(now);
        List<Line> done = new ArrayList<>();
        List<HttpServerRequest> slow = new ArrayList<>();
        for (Line line : lines.values()) {
            if (fresh.contains(line)) {
                if (now - line.since > patience.headers().toNanos()) {
                    done.add(line);
                }
                continue;
            }
            boolean isBusy = false;
            for (Arrived arrived : line.open) {
                if (!arrived.request().isEnded()) {
                    isBusy = true;
                    if (now - arrived.at() > patience.body().toNanos()) {
                        slow.add(arrived.request());
                    }
                } else if (!arrived.isAnswered()) {
                    isBusy = true;
                }
            }
            if (isBusy) {
                line.since = now;
            } else if (now - line.since > patience.idle().toNanos()) {
                done.add(line);
            }
        }
        slow.forEach(late);
        done.forEach(line -> line.connection.close());
    }
}
