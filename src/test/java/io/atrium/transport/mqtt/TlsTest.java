package io.atrium.transport.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Problem;
import io.atrium.transport.mqtt.MqttWorld.Device;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listener with TLS: tokens, pinned certificates, and certificates that nobody knows. */
final class TlsTest {

    private static final String PASSWORD = "changeit";
    private static final MqttWorld WORLD = new MqttWorld();

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        WORLD.close();
    }

    /** A key and its self-signed certificate, made by the JDK's own tool. */
    private KeyStore keys(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of("-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=" + name));
        command.addAll(List.of("-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "30"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString()));
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(tool.exitValue()).as(output).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    private MqttTlsConfig keyStore(String name) {
        return new MqttTlsConfig(0, null, null, "", folder.resolve(name + ".p12"), PASSWORD);
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(content)
                + "\n-----END " + kind + "-----\n";
    }

    private static String certificate(KeyStore keys) throws Exception {
        return pem("CERTIFICATE", keys.getCertificate("key").getEncoded());
    }

    private static RawClient client(int port, KeyStore server, KeyStore own, int version) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", server.getCertificate("key"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManager[] keys = null;
        if (own != server) {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(own, PASSWORD.toCharArray());
            keys = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        Socket socket = context.getSocketFactory().createSocket("127.0.0.1", port);
        return RawClient.over(socket, version);
    }

    @Test
    void servesTokensAndPinnedCertificates() throws Exception {
        KeyStore server = keys("localhost");
        KeyStore known = keys("known");
        KeyStore unknown = keys("unknown");
        Device byToken = WORLD.device("by token");
        Device byCertificate = WORLD.device("by certificate");
        WORLD.setCredentials(byCertificate.id(), "X509_CERTIFICATE", null, certificate(known));
        int port = WORLD.server.listen("127.0.0.1", keyStore("localhost"));
        for (int version : new int[] {RawClient.V311, RawClient.V5}) {
            try (RawClient client = client(port, server, server, version)) {
                assertThat(client.connect("a", byToken.token(), null).code()).isZero();
                client.publish("v1/devices/me/telemetry", 1, 1, "{\"t\":" + version + "}");
                assertThat(client.read().reason()).isZero();
                assertThat(WORLD.latest(byToken.id(), "t")).isEqualTo(Integer.toString(version));
            }
            try (RawClient client = client(port, server, known, version)) {
                assertThat(client.connect("a", null, null).code()).isZero();
                client.publish("v1/devices/me/telemetry", 1, 1, "{\"t\":" + version + "}");
                assertThat(client.read().reason()).isZero();
                assertThat(WORLD.latest(byCertificate.id(), "t")).isEqualTo(Integer.toString(version));
            }
            try (RawClient client = client(port, server, unknown, version)) {
                // The handshake succeeds; the CONNECT is refused, whatever else it presents.
                assertThat(client.connect("a", byToken.token(), null).code())
                        .isEqualTo(version == RawClient.V5 ? 0x87 : 5);
                assertThat(client.isClosed()).isTrue();
            }
        }
    }

    @Test
    void readsCertificateAndKeyFromPemFiles() throws Exception {
        KeyStore server = keys("pem");
        PrivateKey key = (PrivateKey) server.getKey("key", PASSWORD.toCharArray());
        Path certificate = Files.writeString(folder.resolve("server.crt"), certificate(server));
        Path keyFile = Files.writeString(folder.resolve("server.key"), pem("PRIVATE KEY", key.getEncoded()));
        Device device = WORLD.device("pem");
        int port = WORLD.server.listen("127.0.0.1", new MqttTlsConfig(0, certificate, keyFile, "", null, ""));
        try (RawClient client = client(port, server, server, RawClient.V5)) {
            assertThat(client.connect("a", device.token(), null).code()).isZero();
        }
    }

    @Test
    void mosquittoConnectsWithItsCertificate() throws Exception {
        KeyStore server = keys("localhost2");
        KeyStore known = keys("mosquitto");
        PrivateKey key = (PrivateKey) known.getKey("key", PASSWORD.toCharArray());
        Path trusted = Files.writeString(folder.resolve("ca.crt"), certificate(server));
        Path certificate = Files.writeString(folder.resolve("client.crt"), certificate(known));
        Path keyFile = Files.writeString(folder.resolve("client.key"), pem("PRIVATE KEY", key.getEncoded()));
        Device device = WORLD.device("mosquitto");
        WORLD.setCredentials(device.id(), "X509_CERTIFICATE", null, certificate(known));
        int port = WORLD.server.listen("127.0.0.1", keyStore("localhost2"));
        List<String> command = new ArrayList<>(List.of("mosquitto_pub", "-h", "127.0.0.1", "-p", "" + port, "-q", "1"));
        command.addAll(List.of("--cafile", trusted.toString(), "--cert", certificate.toString()));
        command.addAll(List.of("--key", keyFile.toString(), "-t", "v1/devices/me/telemetry", "-m", "{\"t\":1}"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(WORLD.latest(device.id(), "t")).isEqualTo("1");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> WORLD.server.listen("127.0.0.1", new MqttTlsConfig(0, null, null, "", null, "")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("ATRIUM_MQTTS_CERTIFICATE");
        assertThat(WORLD.server.listen("127.0.0.1", new MqttTlsConfig(-1, null, null, "", null, "")))
                .isEqualTo(-1);
    }

    @Test
    void plainBytesOnThePortWithTlsAreClosed() throws Exception {
        keys("plain");
        int port = WORLD.server.listen("127.0.0.1", keyStore("plain"));
        try (RawClient client = RawClient.open(port, RawClient.V311)) {
            client.send(0x10, client.connectBody("a", "b", null));
            client.raw(new byte[600]);
            assertThat(client.isClosedSomehow()).isTrue();
        }
    }
}
