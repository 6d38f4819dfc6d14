package io.atrium.transport.coap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.KeyMID;
import org.eclipse.californium.core.network.deduplication.Deduplicator;
import org.jspecify.annotations.Nullable;

/**
 * The messages of late, so that one that comes twice is done once (RFC 7252 section 4.5). However many come from however many
 * peers, only so many are remembered; the library's own memory of them has no end.
 */
final class Remembered implements Deduplicator {

    private final Map<KeyMID, Exchange> latest;

    Remembered(int most) {
        latest = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<KeyMID, Exchange> eldest) {
                return size() > most;
            }
        };
    }

    @Override
    public synchronized @Nullable Exchange findPrevious(KeyMID key, Exchange exchange) {
        return latest.putIfAbsent(key, exchange);
    }

    @Override
    public synchronized boolean replacePrevious(KeyMID key, Exchange previous, Exchange exchange) {
        return latest.replace(key, previous, exchange) || latest.putIfAbsent(key, exchange) == null;
    }

    @Override
    public synchronized @Nullable Exchange find(KeyMID key) {
        return latest.get(key);
    }

    @Override
    public synchronized boolean isEmpty() {
        return latest.isEmpty();
    }

    @Override
    public synchronized int size() {
        return latest.size();
    }

    @Override
    public synchronized void clear() {
        latest.clear();
    }

    @Override
    public void start() {
        // It needs no clockwork.
    }

    @Override
    public void stop() {
        clear();
    }

    @Override
    public void setExecutor(ScheduledExecutorService executor) {
        // It needs no clockwork.
    }
}
