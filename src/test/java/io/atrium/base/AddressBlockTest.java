package io.atrium.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What counts as one address. */
final class AddressBlockTest {

    @Test
    void allOfAnIpv6NetworkCountAsOne() {
        assertThat(AddressBlock.of("2001:db8:1:2::1"))
                .isEqualTo(AddressBlock.of("2001:0DB8:1:2:ffff:ffff:ffff:ffff"))
                .isNotEqualTo(AddressBlock.of("2001:db8:1:3::1"));
        assertThat(AddressBlock.of("fe80::1%eth0")).isEqualTo("fe80000000000000/64");
        assertThat(AddressBlock.of("::1")).isEqualTo(AddressBlock.of("0:0:0:0:0:0:0:1"));
    }

    @Test
    void anIpv4AddressIsTheSameInBothSpellings() {
        assertThat(AddressBlock.of("::ffff:192.0.2.7")).isEqualTo("192.0.2.7").isEqualTo(AddressBlock.of("192.0.2.7"));
        assertThat(AddressBlock.of("")).isEmpty();
        assertThat(AddressBlock.of("local:socket")).isEqualTo("local:socket");
    }
}
