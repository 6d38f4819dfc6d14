package io.atrium.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as an address of the server itself. */
final class PathRootTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/device",
                "/API/device",
                "/Api",
                "/api;a/device",
                "/api;a=b",
                "/api\\device",
                "\\api\\device",
                "//api/device",
                "/./api",
                "/x/../api/device",
                "/x/%2e%2e/api",
                "/%61pi/device",
                "/%2561pi",
                "/api%2fdevice",
                "/api%5cdevice",
                "/api%00/device",
                "/api%20/device",
                "/api./device",
                "/\uff41\uff50\uff49/device"
            })
    void everySpellingOfTheRootIsTheRoot(String path) {
        assertThat(PathRoot.of(path)).isEqualTo("api");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/apiKeys", "/api-keys", "/device/api", "/devices", "/apis/x", "", "/%", "/api%zz"})
    void otherAddressesAreNot(String path) {
        assertThat(PathRoot.of(path)).isNotEqualTo("api");
    }
}
