package io.atrium.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.config.Networks;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a request comes from, with and without proxies. */
final class ClientAddressTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** What a server that trusts some networks takes for the address of a caller on this machine. */
    private String of(String trusted, String from, String... headers) {
        ClientAddress addresses = new ClientAddress(trusted.isEmpty() ? null : Networks.parse(trusted));
        var server = vertx.createHttpServer()
                .requestHandler(request -> request.response().end(addresses.of(request)))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        try (RawHttp caller = RawHttp.open(server.actualPort(), from)) {
            StringBuilder head = new StringBuilder("GET / HTTP/1.1");
            List.of(headers).forEach(header -> head.append("|X-Forwarded-For: ").append(header));
            String answer = caller.head(head.toString()).answer();
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }

    @Test
    void nobodysWordCountsUnlessTheOperatorSaysSo() {
        assertThat(of("", "127.0.0.1", "203.0.113.9")).isEqualTo("127.0.0.1");
        assertThat(of("10.0.0.0/8", "127.0.0.1", "203.0.113.9")).isEqualTo("127.0.0.1");
    }

    @Test
    void aTrustedProxyNamesTheCallerAndTheCallerNobody() {
        assertThat(of("127.0.0.2", "127.0.0.2", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(of("127.0.0.2", "127.0.0.2", "198.51.100.1, 203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(of("127.0.0.2", "127.0.0.2", "198.51.100.1", "203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(of("127.0.0.2", "127.0.0.3", "203.0.113.9")).isEqualTo("127.0.0.3");
    }

    @Test
    void severalProxiesOfOnesOwnArePassedOver() {
        assertThat(of("127.0.0.2,10.0.0.0/8", "127.0.0.2", "198.51.100.1, 203.0.113.9, 10.1.2.3"))
                .isEqualTo("203.0.113.9");
        assertThat(of("127.0.0.0/8", "127.0.0.2", "127.0.0.5")).isEqualTo("127.0.0.5");
        assertThat(of("127.0.0.2", "127.0.0.2")).isEqualTo("127.0.0.2");
    }

    @Test
    void addressesAreReadAsProxiesWriteThem() {
        assertThat(of("127.0.0.2", "127.0.0.2", "203.0.113.9:51234")).isEqualTo("203.0.113.9");
        assertThat(of("127.0.0.2", "127.0.0.2", "[2001:db8::1]:51234")).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(of("127.0.0.2", "127.0.0.2", "2001:db8::1")).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(of("127.0.0.2", "127.0.0.2", "198.51.100.1, unknown")).isEqualTo("127.0.0.2");
    }
}
