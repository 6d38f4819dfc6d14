package io.atrium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Networks as operators write them. */
final class NetworksTest {

    private static boolean hold(String networks, String address) {
        return Networks.parse(networks).hold(InetAddress.ofLiteral(address));
    }

    @Test
    void onlyTheFirstBitsOfAnAddressCount() {
        assertThat(hold("10.0.0.0/8", "10.255.1.2")).isTrue();
        assertThat(hold("10.0.0.0/8", "11.0.0.0")).isFalse();
        assertThat(hold("192.0.2.128/25", "192.0.2.127")).isFalse();
        assertThat(hold("192.0.2.128/25", "192.0.2.129")).isTrue();
        assertThat(hold("0.0.0.0/0", "203.0.113.9")).isTrue();
        assertThat(hold("0.0.0.0/0", "2001:db8::1")).isFalse();
        assertThat(hold("2001:db8::/32", "2001:db8:ffff::1")).isTrue();
    }

    @Test
    void anAddressAloneIsANetworkOfOne() {
        assertThat(hold("127.0.0.1, ::1", "::1")).isTrue();
        assertThat(hold("127.0.0.1, ::1", "127.0.0.2")).isFalse();
        assertThat(Networks.parse("127.0.0.1, 10.0.0.0/8")).hasToString("127.0.0.1/32,10.0.0.0/8");
    }

    @Test
    void whatIsNoNetworkIsRefused() {
        for (String wrong :
                List.of("", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0.0/8,", "::1/129")) {
            assertThatThrownBy(() -> Networks.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
