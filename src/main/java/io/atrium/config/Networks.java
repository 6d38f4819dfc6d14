package io.atrium.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Networks of an operator: addresses, each with how many of its first bits count, such as {@code 10.0.0.0/8,::1}. */
public record Networks(List<Network> all) {

    /** No address is in it. */
    public static final Networks NONE = new Networks(List.of());

    /**
     * One of them.
     *
     * @param bits how many of the address' first bits count
     */
    public record Network(InetAddress address, int bits) {

        static Network parse(String text) {
            int slash = text.indexOf('/');
            InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int most = address.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > most) {
                throw new IllegalArgumentException("no number of bits");
            }
            return new Network(address, bits);
        }

        boolean holds(InetAddress other) {
            byte[] mine = address.getAddress();
            byte[] theirs = other.getAddress();
            if (mine.length != theirs.length) {
                return false;
            }
            int whole = bits / Byte.SIZE;
            int rest = Byte.SIZE - bits % Byte.SIZE;
            return Arrays.equals(mine, 0, whole, theirs, 0, whole)
                    && (rest == Byte.SIZE || (mine[whole] & 0xFF) >> rest == (theirs[whole] & 0xFF) >> rest);
        }

        @Override
        public String toString() {
            return address.getHostAddress() + "/" + bits;
        }
    }

    /** @throws IllegalArgumentException if one of them is no address, or has more bits than one */
    public static Networks parse(String text) {
        List<Network> all = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            all.add(Network.parse(one.strip()));
        }
        return new Networks(List.copyOf(all));
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public boolean hold(InetAddress address) {
        return all.stream().anyMatch(network -> network.holds(address));
    }

    @Override
    public String toString() {
        return all.stream().map(Network::toString).collect(Collectors.joining(","));
    }
}
