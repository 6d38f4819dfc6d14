package io.atrium.http;

import io.atrium.base.AddressBlock;
import io.atrium.config.Networks;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a request comes from: the other end of its connection or, when that is a proxy which the operator trusts,
 * the last address in its X-Forwarded-For that is none. Whatever stands before it may be a lie of the caller.
 */
public final class ClientAddress {

    private static final Logger LOG = Logger.getLogger(ClientAddress.class);
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** Longest way through proxies of one's own. */
    private static final int MAX_HOPS = 8;

    private final Networks trusted;

    public ClientAddress(@Nullable Networks trusted) {
        this.trusted = trusted == null ? Networks.NONE : trusted;
    }

    /** The address without a port; empty if the connection is gone. */
    public String of(HttpServerRequest request) {
        SocketAddress end = request.remoteAddress();
        String address = end == null || end.hostAddress() == null ? "" : end.hostAddress();
        if (trusted.isEmpty() || !isTrusted(address)) {
            return address;
        }
        List<String> named = named(request);
        for (int i = 1; i <= Math.min(named.size(), MAX_HOPS); i++) {
            InetAddress next = parse(named.get(named.size() - i));
            if (next == null) {
                return address;
            }
            address = next.getHostAddress();
            if (!trusted.hold(next)) {
                return address;
            }
        }
        return address;
    }

    /** What counts as the caller's address where many of one are counted. */
    public String network(HttpServerRequest request) {
        return AddressBlock.of(of(request));
    }

    private static List<String> named(HttpServerRequest request) {
        List<String> named = new ArrayList<>();
        for (String header : request.headers().getAll(FORWARDED_FOR)) {
            named.addAll(List.of(header.split(",", -1)));
        }
        return named;
    }

    private boolean isTrusted(String address) {
        InetAddress parsed = parse(address);
        return parsed != null && trusted.hold(parsed);
    }

    /** An address as proxies write it: some add the port, and put an IPv6 address in brackets then. */
    private static @Nullable InetAddress parse(String text) {
        String address = text.strip();
        int end = address.startsWith("[") ? address.indexOf(']') : -1;
        int colon = address.indexOf(':');
        if (end > 0) {
            address = address.substring(1, end);
        } else if (colon > 0 && colon == address.lastIndexOf(':')) {
            address = address.substring(0, colon);
        }
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            LOG.debug("A proxy names no address", e);
            return null;
        }
    }
}
