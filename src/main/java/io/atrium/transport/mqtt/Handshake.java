package io.atrium.transport.mqtt;

import io.atrium.ingest.DeviceTransport;
import io.atrium.ingest.LoginResult;
import io.atrium.ingest.Presented;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttIdentifierRejectedException;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
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
    private final MqttConnectMessage connect;

    Handshake(Connection connection, MqttConnectMessage connect) {
        this.connection = connection;
        this.connect = connect;
    }

    void start() {
        if (property(MqttPropertyType.AUTHENTICATION_METHOD) != null) {
            refuse(connection, ReturnCode.BAD_METHOD, "Extended authentication is not offered");
            return;
        }
        String user = connect.payload().userName();
        String clientId = connect.payload().clientIdentifier();
        if (PROVISION.equals(user) || PROVISION.equals(clientId)) {
            accept(new ProvisionClient(connection));
            return;
        }
        connection
                .edge()
                .gateway
                .login(presented(user, clientId), DeviceTransport.MQTT)
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

    private Presented presented(@Nullable String user, String clientId) {
        List<X509Certificate> chain = certificates();
        if (!chain.isEmpty()) {
            return new Presented.Certificates(chain);
        }
        byte[] password = connect.payload().passwordInBytes();
        return new Presented.Basic(
                clientId,
                user,
                password == null ? null : new String(password, java.nio.charset.StandardCharsets.UTF_8));
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
            case LoginResult.Refused refused -> {
                ReturnCode code = ReturnCode.of(refused.reason());
                refuse(connection, code, code.words());
            }
            case null -> {
                LOG.error("A device could not log in", fault);
                refuse(connection, ReturnCode.UNAVAILABLE, ReturnCode.UNAVAILABLE.words());
            }
        }
    }

    // ---- answers -----------------------------------------------------------------------------------------------

    private void accept(Client client) {
        connection.context().writeAndFlush(Packets.connAck(MqttConnectReturnCode.CONNECTION_ACCEPTED, properties()));
        connection.opened(
                client,
                new Downlink(
                        connection.context(),
                        number(MqttPropertyType.MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE),
                        number(MqttPropertyType.RECEIVE_MAXIMUM, ALL_IN_FLIGHT),
                        connection.edge().config.maxOutbound().count()));
    }

    /** What an MQTT 5 client may rely on; it may leave out the pauses between errors that others learn it by. */
    private MqttProperties properties() {
        if (!connection.isVersion5()) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttConfig config = connection.edge().config;
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttPropertyType.RECEIVE_MAXIMUM.value(), config.maxInFlight()));
        properties.add(new IntegerProperty(MqttPropertyType.MAXIMUM_PACKET_SIZE.value(), (int)
                config.maxPacket().count()));
        properties.add(new IntegerProperty(MqttPropertyType.SHARED_SUBSCRIPTION_AVAILABLE.value(), 0));
        properties.add(new IntegerProperty(MqttPropertyType.SUBSCRIPTION_IDENTIFIER_AVAILABLE.value(), 0));
        if (number(MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0) != 0) {
            properties.add(new IntegerProperty(MqttPropertyType.SESSION_EXPIRY_INTERVAL.value(), 0));
        }
        if (connect.payload().clientIdentifier().isEmpty()) {
            properties.add(new StringProperty(
                    MqttPropertyType.ASSIGNED_CLIENT_IDENTIFIER.value(),
                    connection.edge().ids.secret(ASSIGNED_ID_LENGTH)));
        }
        int longest = (int) (connection.edge().inactivity.toSeconds() * 2 / 3);
        int keepAlive = connect.variableHeader().keepAliveTimeSeconds();
        if (keepAlive == 0 || keepAlive > longest) {
            properties.add(new IntegerProperty(
                    MqttPropertyType.SERVER_KEEP_ALIVE.value(), Math.clamp(longest, 1, ALL_IN_FLIGHT)));
        }
        return properties;
    }

    private static void refuse(Connection connection, ReturnCode code, @Nullable String words) {
        connection.refused();
        connection
                .context()
                .writeAndFlush(Packets.connAck(
                        connection.isVersion5() ? code.version5() : code.version3(),
                        connection.isVersion5() ? Packets.reason(words) : MqttProperties.NO_PROPERTIES))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** A first packet that is no good CONNECT; where its version could be read, the client is told. */
    static void malformed(Connection connection, Throwable fault) {
        if (fault instanceof MqttUnacceptableProtocolVersionException) {
            refuse(connection, ReturnCode.BAD_VERSION, null);
        } else if (fault instanceof MqttIdentifierRejectedException) {
            refuse(connection, ReturnCode.BAD_CLIENT_ID, null);
        } else {
            connection.refused();
            connection.channel().close();
        }
    }

    // ---- properties of the CONNECT -----------------------------------------------------------------------------

    private MqttProperties.@Nullable MqttProperty<?> property(MqttPropertyType type) {
        return connect.variableHeader().properties().getProperty(type.value());
    }

    /** Numbers beyond an int come as negative ones, and mean as much as no limit. */
    private int number(MqttPropertyType type, int fallback) {
        return property(type) instanceof IntegerProperty number && number.value() != 0
                ? number.value() > 0 ? number.value() : Integer.MAX_VALUE
                : fallback;
    }
}
