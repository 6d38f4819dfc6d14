package io.atrium.device;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.jboss.logging.Logger;

/** The certificates that a device shows in place of a token (device-data-api 1.2). */
public final class Certificates {

    /** Longest chain that is looked at. */
    static final int MAX_CHAIN = 8;

    private static final Logger LOG = Logger.getLogger(Certificates.class);

    private Certificates() {}

    /** The SHA3-256 of a certificate's base64 text, in hexadecimal: what its credentials are looked up by. */
    public static String fingerprint(X509Certificate certificate) {
        return CheckedCredentials.sha3(base64(certificate));
    }

    static String base64(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A certificate that was read can be written", e);
        }
    }

    /**
     * The part of a chain that stands: the peer's own certificate, then each that signed the one before it. The peer
     * proved to hold the key of the first one only; without this walk, anybody could show a stranger's certificate
     * behind his own.
     *
     * @param chain as the peer sent it, its own first
     * @return empty if the peer's own certificate is not valid now
     */
    public static List<X509Certificate> sound(List<X509Certificate> chain, Instant now) {
        List<X509Certificate> sound = new ArrayList<>();
        for (X509Certificate certificate : chain.subList(0, Math.min(chain.size(), MAX_CHAIN))) {
            if (!isValid(certificate, now) || !sound.isEmpty() && !hasSigned(certificate, sound.getLast())) {
                break;
            }
            sound.add(certificate);
        }
        return sound;
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        try {
            certificate.checkValidity(Date.from(now));
            return true;
        } catch (CertificateException e) {
            LOG.debug("A device's certificate is out of date", e);
            return false;
        }
    }

    private static boolean hasSigned(X509Certificate issuer, X509Certificate certificate) {
        if (issuer.getBasicConstraints() < 0
                || !issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            LOG.debug("A device's certificate was not signed by the next one of its chain", e);
            return false;
        }
    }
}
