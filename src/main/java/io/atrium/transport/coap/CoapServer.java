package io.atrium.transport.coap;

import io.atrium.base.Problem;
import io.atrium.ingest.DeviceGateway;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.InMemoryMessageExchangeStore;
import org.eclipse.californium.core.server.ServerMessageDeliverer;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.jspecify.annotations.Nullable;

/** Listens for CoAP devices. */
public final class CoapServer implements AutoCloseable {

    private static final List<String> PREFIX = List.of("api", "v1");
    /** How long the path of {@code /api/v1/provision} is. */
    static final int PROVISION_SEGMENTS = 3;

    private static final int FORGET_SECONDS = 10;
    private static final int KEEP_SECONDS = 60;
    private static final long FAREWELL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** What a message takes while it is remembered, in bytes, and how much of the heap all of them may. */
    private static final int BYTES_OF_MESSAGE = 4 << 10;

    private static final int PART_OF_HEAP = 16;

    private final CoapSettings settings;
    private final Edge edge;
    private final OpenUploads uploads;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("coap-clock").daemon().factory());
    private org.eclipse.californium.core.@Nullable CoapServer server;

    public CoapServer(DeviceGateway gateway, CoapSettings settings) {
        this.settings = settings;
        this.edge = new Edge(gateway, settings, clock);
        this.uploads = new OpenUploads(
                settings.maxUploads().count(), (int) settings.maxBody().count(), System::nanoTime);
        var unused = clock.scheduleWithFixedDelay(uploads::forgetOld, FORGET_SECONDS, FORGET_SECONDS, TimeUnit.SECONDS);
    }

    /** Listens on the port of the settings, 0 for any free one; the answer is the port that was taken. */
    public int listen(String host) {
        Configuration configuration = configuration();
        InMemoryMessageExchangeStore exchanges = new InMemoryMessageExchangeStore(configuration);
        exchanges.setDeduplicator(new Remembered(remembered()));
        CoapEndpoint endpoint = CoapEndpoint.builder()
                .setConfiguration(configuration)
                .setMessageExchangeStore(exchanges)
                .setCoapStackFactory((protocol, tag, given, outbox, nothing) ->
                        Blocks.stack(String.valueOf(tag), given, outbox, edge, uploads))
                .setInetSocketAddress(new InetSocketAddress(host, settings.port()))
                .build();
        org.eclipse.californium.core.CoapServer starting = new org.eclipse.californium.core.CoapServer(configuration);
        starting.setMessageDeliverer(new Paths(starting.getRoot(), configuration));
        starting.addEndpoint(endpoint);
        try {
            starting.start();
        } catch (IllegalStateException e) {
            starting.destroy();
            throw new Problem(
                    Problem.Kind.UNAVAILABLE,
                    "UDP port " + settings.port() + " of " + host + " (ATRIUM_COAP_PORT) cannot be used for CoAP",
                    e);
        }
        server = starting;
        return endpoint.getAddress().getPort();
    }

    private Configuration configuration() {
        CoapConfig.register();
        UdpConfig.register();
        return Configuration.createStandardWithoutFile()
                .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, (int) settings.maxBody().count())
                .set(CoapConfig.MAX_ACTIVE_PEERS, settings.maxPeers())
                .set(CoapConfig.MAX_SERVER_OBSERVES, settings.maxPeers())
                .set(CoapConfig.BLOCKWISE_STATUS_LIFETIME, KEEP_SECONDS, TimeUnit.SECONDS);
    }

    private static int remembered() {
        return (int) Math.clamp(Runtime.getRuntime().maxMemory() / PART_OF_HEAP / BYTES_OF_MESSAGE, 1_000, 1_000_000);
    }

    /** Whether a body may come in blocks to this path. */
    static boolean takesBodies(List<String> path) {
        int size = path.size();
        if (size < PROVISION_SEGMENTS || !path.subList(0, 2).equals(PREFIX)) {
            return false;
        }
        return size == PROVISION_SEGMENTS
                ? path.get(2).equals("provision")
                : switch (path.get(3)) {
                    case "telemetry", "claim", "attributes" -> size == 4;
                    case "rpc" -> size <= 5;
                    default -> false;
                };
    }

    /** Waits a moment for the last words to those who observe, which the links are told before. */
    @Override
    public void close() {
        if (server != null) {
            long end = System.nanoTime() + FAREWELL_NANOS;
            while (!edge.isSilent() && System.nanoTime() < end) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            server.destroy();
        }
        clock.shutdownNow();
    }

    /** Finds the resource of a path; each request has its own, because a token in a path is no place that stays. */
    private final class Paths extends ServerMessageDeliverer {

        Paths(Resource root, Configuration configuration) {
            super(root, configuration);
        }

        @Override
        protected @Nullable Resource findResource(List<String> path) {
            int size = path.size();
            if (size < 3 || !path.subList(0, 2).equals(PREFIX)) {
                return null;
            }
            if (size == 3) {
                return path.get(2).equals("provision") ? new ProvisionResource(edge) : null;
            }
            String token = path.get(2);
            return switch (path.get(3)) {
                case "telemetry", "claim" -> size == 4 ? new UplinkResource(edge, token, path.get(3)) : null;
                case "attributes" -> size == 4 ? new AttributesResource(edge, token) : null;
                case "rpc" -> size <= 5 ? new CommandsResource(edge, token, size == 5 ? path.get(4) : "") : null;
                default -> null;
            };
        }
    }
}
