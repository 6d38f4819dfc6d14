package io.atrium.base;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import org.jboss.logging.Logger;

/**
 * What counts as one address where tries and memory are counted: an IPv4 address, or the 64 bits of an IPv6 address that
 * name a network, since whoever has one of its addresses has them all.
 */
public final class AddressBlock {

    private static final Logger LOG = Logger.getLogger(AddressBlock.class);
    private static final int NETWORK_BYTES = 8;

    private AddressBlock() {}

    /** @param address as text; whatever is no IPv6 address stands for itself */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // An IPv4 address written as an IPv6 one is read as what it is.
            int scope = address.indexOf('%');
            InetAddress parsed = InetAddress.ofLiteral(scope < 0 ? address : address.substring(0, scope));
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES) + "/64"
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException e) {
            LOG.trace("No address of a network", e);
            return address;
        }
    }
}
