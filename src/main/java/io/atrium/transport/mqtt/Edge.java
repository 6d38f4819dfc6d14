package io.atrium.transport.mqtt;

import io.atrium.base.Ids;
import io.atrium.ingest.DeviceGateway;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What all connections of a server share. */
final class Edge {

    /** Whatever the settings say, so many of the longest packets may come in halves at a time. */
    private static final int LONGEST_IN_HALVES = 8;

    final DeviceGateway gateway;
    final MqttConfig config;
    final Ids ids;
    /** Silence after which ingest ends a connection. */
    final Duration inactivity;

    final HalfPackets halves;

    private final AtomicInteger connections = new AtomicInteger();
    private final Map<Object, Loop> loops = new ConcurrentHashMap<>();
    private final long pendingBytesOfLoop;

    Edge(DeviceGateway gateway, MqttConfig config, Duration inactivity, Ids ids, int eventLoops) {
        this.inactivity = inactivity;
        this.gateway = gateway;
        this.config = config;
        this.ids = ids;
        this.halves = new HalfPackets(Math.max(
                config.maxPending().count(),
                LONGEST_IN_HALVES * config.maxPacket().count()));
        this.pendingBytesOfLoop = config.maxPending().count() / eventLoops;
    }

    Loop loopOf(Channel channel) {
        Duration shortest =
                config.maxStall().compareTo(config.connectTimeout()) < 0 ? config.maxStall() : config.connectTimeout();
        return loops.computeIfAbsent(
                channel.eventLoop(), key -> new Loop(channel.eventLoop(), pendingBytesOfLoop, shortest));
    }

    Iterable<Loop> loops() {
        return loops.values();
    }

    /** Counts a connection; false if there are as many as allowed. */
    boolean enter() {
        if (connections.incrementAndGet() <= config.maxConnections()) {
            return true;
        }
        connections.decrementAndGet();
        return false;
    }

    void leave() {
        connections.decrementAndGet();
    }

    int connections() {
        return connections.get();
    }
}
