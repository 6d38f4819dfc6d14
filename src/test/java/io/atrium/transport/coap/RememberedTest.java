package io.atrium.transport.coap;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.KeyMID;
import org.junit.jupiter.api.Test;

/** A message that comes twice is known by its number and peer, if it is one of late. */
final class RememberedTest {

    private final Remembered remembered = new Remembered(3);

    private static Exchange exchange() {
        return new Exchange(Request.newPost(), "peer", Exchange.Origin.REMOTE, Runnable::run);
    }

    @Test
    void knowsTheLatestMessagesOnly() {
        Exchange first = exchange();
        assertThat(remembered.findPrevious(new KeyMID(1, "a"), first)).isNull();
        assertThat(remembered.findPrevious(new KeyMID(1, "a"), exchange())).isSameAs(first);
        assertThat(remembered.findPrevious(new KeyMID(1, "b"), exchange())).isNull();
        for (int i = 2; i < 100; i++) {
            assertThat(remembered.findPrevious(new KeyMID(i, "a"), exchange())).isNull();
        }
        assertThat(remembered.size()).isEqualTo(3);
        assertThat(remembered.find(new KeyMID(1, "a"))).isNull();
        assertThat(remembered.find(new KeyMID(99, "a"))).isNotNull();
    }

    @Test
    void replacesWhatItRemembers() {
        Exchange first = exchange();
        Exchange second = exchange();
        remembered.findPrevious(new KeyMID(1, "a"), first);
        assertThat(remembered.replacePrevious(new KeyMID(1, "a"), first, second))
                .isTrue();
        assertThat(remembered.find(new KeyMID(1, "a"))).isSameAs(second);
        assertThat(remembered.replacePrevious(new KeyMID(1, "a"), first, exchange()))
                .isFalse();
        remembered.clear();
        assertThat(remembered.isEmpty()).isTrue();
    }
}
