package io.atrium.transport.mqtt;

import io.atrium.base.Problem;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the TLS side of the listener from its settings. */
final class MqttTls {

    private MqttTls() {}

    /**
     * Server side, which asks for a client's certificate and does without. Whether the certificate stands for a device
     * is judged with the CONNECT, so that the client hears a return code and not a broken handshake.
     */
    static SslContext context(MqttTlsConfig config) {
        try {
            return builder(config)
                    .clientAuth(ClientAuth.OPTIONAL)
                    .trustManager(new JudgedLater())
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new Problem(
                    Problem.Kind.BAD_REQUEST,
                    "The certificate of the MQTT listener with TLS cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private static SslContextBuilder builder(MqttTlsConfig config) throws IOException, GeneralSecurityException {
        Path keyStore = config.keyStore();
        if (keyStore != null) {
            char[] password = config.keyStorePassword().toCharArray();
            KeyStore keys = KeyStore.getInstance(keyStore.toFile(), password);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, password);
            return SslContextBuilder.forServer(factory);
        }
        String password = config.keyPassword().isEmpty() ? null : config.keyPassword();
        return SslContextBuilder.forServer(
                file(config.certificate(), "ATRIUM_MQTTS_CERTIFICATE"),
                file(config.key(), "ATRIUM_MQTTS_KEY"),
                password);
    }

    private static File file(@Nullable Path path, String setting) {
        if (path == null) {
            throw Problem.badRequest(
                    "ATRIUM_MQTTS_PORT needs ATRIUM_MQTTS_KEY_STORE, or both ATRIUM_MQTTS_CERTIFICATE and"
                            + " ATRIUM_MQTTS_KEY; " + setting + " is missing");
        }
        return path.toFile();
    }

    /** Lets every certificate through the handshake, which still proves that the client holds its key. */
    private static final class JudgedLater extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
