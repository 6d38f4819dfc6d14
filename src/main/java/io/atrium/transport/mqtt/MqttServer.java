package io.atrium.transport.mqtt;

import io.atrium.base.Ids;
import io.atrium.base.Problem;
import io.atrium.ingest.DeviceGateway;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Listens for MQTT clients. */
public final class MqttServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(MqttServer.class);
    private static final int BACKLOG = 4_096;
    private static final long DRAIN_SECONDS = 10;
    /** Who does not take the last packet within so long is cut off at the end. */
    private static final long DEAF_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Edge edge;
    private final EventLoopGroup loops;
    private final List<Channel> listeners = new ArrayList<>();

    /**
     * Starts the event loops.
     *
     * @param inactivity silence after which ingest ends a connection
     */
    public MqttServer(DeviceGateway gateway, MqttConfig config, Duration inactivity, Ids ids) {
        int threads = Runtime.getRuntime().availableProcessors();
        this.edge = new Edge(gateway, config, inactivity, ids, threads);
        this.loops = new NioEventLoopGroup(threads, new DefaultThreadFactory("mqtt"));
    }

    /** Listens without TLS; the answer is the port, which a free one was taken for if 0 was asked. */
    public int listen(String host, int port) {
        return listen(host, port, null);
    }

    /** Listens with TLS if the settings ask for it; the answer is the port, or -1. */
    public int listen(String host, MqttTlsConfig tls) {
        return tls.isOn() ? listen(host, tls.port(), MqttTls.context(tls)) : -1;
    }

    private int listen(String host, int port, @Nullable SslContext tls) {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        prepare(channel, tls);
                    }
                })
                .bind(host, port)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new Problem(
                    Problem.Kind.UNAVAILABLE,
                    "Port " + port + " of " + host + " cannot be used for MQTT: "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        listeners.add(bound.channel());
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private void prepare(Channel channel, @Nullable SslContext tls) {
        if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
        }
        PacketReader reader = new PacketReader((int) edge.config.maxPacket().count(), edge.halves);
        channel.pipeline().addLast(reader, new Connection(edge, channel, reader));
    }

    /** How many clients are connected, let in or not. */
    public int connections() {
        return edge.connections();
    }

    /** Takes no new messages, acknowledges those that were taken, and ends all connections. */
    @Override
    public void close() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        edge.loops().forEach(loop -> loop.execute(loop::stop));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        long deaf = System.nanoTime() + DEAF_NANOS;
        boolean isPatient = true;
        while (edge.connections() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            if (isPatient && System.nanoTime() - deaf >= 0) {
                isPatient = false;
                edge.loops().forEach(loop -> loop.execute(loop::cutDeaf));
            }
        }
        if (edge.connections() > 0) {
            LOG.warnf("%d MQTT connections are cut off with messages on their way", edge.connections());
        }
        loops.shutdownGracefully(0, DRAIN_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
