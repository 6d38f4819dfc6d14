package io.atrium.transport.mqtt;

import io.atrium.ingest.DeviceTransport;
import io.atrium.ingest.LoginResult;
import io.atrium.ingest.Presented;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Judges one CONNECT and answers it. */
final class Handshake {

    static final int VERSION_5 = 5;

    private static final Logger LOG = Logger.getLogger(Handshake.class);
    private static final String PROVISION = "provision";
    private static final int ASSIGNED_ID_LENGTH = 20;
    private static final int ALL_IN_FLIGHT = 65_535;

    private final Connection connection;
    private final Packet.Connect connect;

    Handshake(Connection connection, Packet.Connect connect) {
        this.connection = connection;
        this.connect = connect;
    }

    void start() {
        if (connect.wantsMethod()) {
            refuse(connection, ReturnCode.BAD_METHOD);
            return;
        }
        if (PROVISION.equals(connect.userName()) || PROVISION.equals(connect.clientId())) {
            accept(new ProvisionClient(connection));
            return;
        }
        connection
                .edge()
                .gateway
                .login(presented(), DeviceTransport.MQTT, connection.address())
                .whenComplete((result, fault) -> onLoop(() -> judged(result, fault)));
    }

    /** Most devices are known, and need no way round. */
    private void onLoop(Runnable work) {
        if (connection.channel().eventLoop().inEventLoop()) {
            work.run();
        } else {
            connection.loop().execute(work);
        }
    }

    private Presented presented() {
        List<X509Certificate> chain = certificates();
        return chain.isEmpty()
                ? new Presented.Basic(connect.clientId(), connect.userName(), connect.password())
                : new Presented.Certificates(chain);
    }

    private List<X509Certificate> certificates() {
        SslHandler tls = connection.channel().pipeline().get(SslHandler.class);
        if (tls == null) {
            return List.of();
        }
        try {
            return Arrays.stream(tls.engine().getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            LOG.trace("The peer sent no certificate", e);
            return List.of();
        }
    }

    private void judged(@Nullable LoginResult result, @Nullable Throwable fault) {
        if (!connection.isConnecting()) {
            return;
        }
        switch (result) {
            case LoginResult.Accepted accepted -> accept(new DeviceClient(connection, accepted));
            case LoginResult.Refused refused -> refuse(connection, ReturnCode.of(refused.reason()));
            case null -> {
                LOG.error("A device could not log in", fault);
                refuse(connection, ReturnCode.UNAVAILABLE);
            }
        }
    }

    // ---- answers -----------------------------------------------------------------------------------------------

    private void accept(Client client) {
        connection.write(Packets.connAck(connection.memory(), 0, properties()));
        connection.opened(
                client,
                new Downlink(
                        connection.context(),
                        new Downlink.Terms(
                                connection.isVersion5(),
                                number(Field.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE),
                                Math.min(
                                        number(Field.RECEIVE_MAXIMUM, ALL_IN_FLIGHT),
                                        connection.edge().config.maxUnacknowledged()),
                                connection.edge().config.maxOutbound().count())));
    }

    /** What an MQTT 5 client may rely on; others find out by trying. */
    private Packets.@Nullable Properties properties() {
        if (!connection.isVersion5()) {
            return null;
        }
        MqttConfig config = connection.edge().config;
        Packets.Properties properties = new Packets.Properties()
                .twoBytes(Field.RECEIVE_MAXIMUM, config.maxInFlight())
                .fourBytes(Field.MAXIMUM_PACKET_SIZE, (int) config.maxPacket().count())
                .octet(Field.SUBSCRIPTION_IDENTIFIERS_OFFERED, 0)
                .octet(Field.SHARED_SUBSCRIPTIONS_OFFERED, 0);
        if (number(Field.SESSION_EXPIRY, 0) != 0) {
            properties.fourBytes(Field.SESSION_EXPIRY, 0);
        }
        if (connect.clientId().isEmpty()) {
            properties.text(Field.ASSIGNED_CLIENT_ID, connection.edge().ids.secret(ASSIGNED_ID_LENGTH));
        }
        int longest = Math.clamp(connection.edge().inactivity.toSeconds() * 2 / 3, 1, ALL_IN_FLIGHT);
        if (connect.keepAliveSeconds() == 0 || connect.keepAliveSeconds() > longest) {
            properties.twoBytes(Field.SERVER_KEEP_ALIVE, longest);
        }
        return properties;
    }

    /** Refuses a CONNECT, and closes when that is written. */
    static void refuse(Connection connection, ReturnCode code) {
        connection.refused();
        boolean isVersion5 = connection.isVersion5();
        connection
                .context()
                .writeAndFlush(Packets.connAck(
                        connection.memory(),
                        isVersion5 ? code.version5() : code.version3(),
                        isVersion5 ? Packets.reason(code.words()) : null))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** A number that the client set; 0 is as good as none, and one beyond an int as good as no limit. */
    private int number(int property, int fallback) {
        int value = connect.numbers().getOrDefault(property, 0);
        return value == 0 ? fallback : value > 0 ? value : Integer.MAX_VALUE;
    }
}
