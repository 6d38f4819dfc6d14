package io.atrium.http;

import java.net.URI;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells pages of this server from those of others by the {@code Origin} that browsers send (RFC 6454). */
public final class OwnOrigin {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Supplier<URI> publicUrl;

    /** @param publicUrl asked for every request, because the port may be chosen while the server starts */
    public OwnOrigin(Supplier<URI> publicUrl) {
        this.publicUrl = publicUrl;
    }

    /**
     * Whether a page of the origin is one of ours: it came from the public address, or from the one that is called now.
     * Where the public address has TLS, a page without is nobody's.
     */
    public boolean is(String origin, @Nullable String host) {
        URI url = publicUrl.get();
        String page = origin.toLowerCase(Locale.ROOT);
        if (page.equals(of(url))) {
            return true;
        }
        if (host == null || host.isEmpty()) {
            return false;
        }
        String called = host.toLowerCase(Locale.ROOT);
        boolean plain = !"https".equalsIgnoreCase(url.getScheme());
        return page.equals("https://" + called) || plain && page.equals("http://" + called);
    }

    /** Whether the public address has TLS. */
    boolean isSecure() {
        return "https".equalsIgnoreCase(publicUrl.get().getScheme());
    }

    private static String of(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        String port = url.getPort() < 0 || url.getPort() == usual ? "" : ":" + url.getPort();
        return scheme + "://" + String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + port;
    }
}
