package io.atrium.device;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Makes certificates for tests with the JDK's own tool: an issuer, and devices with and without its signature. */
public final class Keytool {

    private final Path folder;
    private int stores;

    public Keytool(Path folder) {
        this.folder = folder;
    }

    /** A key with its certificate, signed by itself. */
    public record Pair(Path store, X509Certificate certificate) {}

    public Pair issuer(String name) {
        return pair(name, "BasicConstraints:critical=ca:true");
    }

    public Pair device(String name) {
        return pair(name, "KeyUsage=digitalSignature");
    }

    private Pair pair(String name, String extension) {
        Path store = folder.resolve("store" + stores++ + ".p12");
        run(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", extension, "-validity", "2");
        return new Pair(store, certificate(run(store, "-exportcert", "-rfc")));
    }

    /** The certificate of a pair, signed by an issuer instead. */
    public X509Certificate signed(Pair device, Pair issuer) {
        Path request = folder.resolve("request.csr");
        write(request, run(device.store(), "-certreq"));
        return certificate(run(issuer.store(), "-gencert", "-rfc", "-validity", "2", "-infile", request.toString()));
    }

    public static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    private static X509Certificate certificate(byte[] pem) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        } catch (CertificateException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] run(Path store, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", "changeit", "-alias", "a"));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            byte[] out = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + new String(out, java.nio.charset.StandardCharsets.UTF_8));
            }
            return out;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
