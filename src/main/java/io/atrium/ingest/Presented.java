package io.atrium.ingest;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody shows to be taken for a device (device-data-api 1.2). */
public sealed interface Presented {

    /** What guesses are counted by, beside the address. */
    default String name() {
        return switch (this) {
            case Token token -> token.token();
            case Basic basic ->
                basic.userName() != null && !basic.userName().isEmpty()
                        ? basic.userName()
                        : java.util.Objects.requireNonNullElse(basic.clientId(), "");
            case Certificates _ -> "";
        };
    }

    /** An access token. */
    record Token(String token) implements Presented {
        @Override
        public String toString() {
            return "Token";
        }
    }

    /** The three words of an MQTT CONNECT; absent and empty are the same. */
    record Basic(
            @Nullable String clientId,
            @Nullable String userName,
            @Nullable String password) implements Presented {
        @Override
        public String toString() {
            return "Basic";
        }
    }

    /** The certificates of a TLS peer, its own first; the peer has proven to hold the first one's key. */
    record Certificates(List<X509Certificate> chain) implements Presented {
        public Certificates {
            chain = List.copyOf(chain);
        }
    }
}
