package io.atrium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ValuesTest {

    record Page(
            @Setting(env = "ATRIUM_PAGE_MODE", fallback = "a|b", doc = "Either | or")
            String mode,

            @Setting(env = "ATRIUM_PAGE_KEY", secret = true, required = true, example = "x", doc = "Some key")
            String key) {}

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ms", "1500ms", "90s", "15m", "24h", "7d"})
    void showsADurationAsItIsWritten(String text) {
        Duration duration = Durations.parse(text);
        assertThat(Durations.parse(Durations.show(duration))).isEqualTo(duration);
    }

    @Test
    void showsADurationInItsLargestWholeUnit() {
        assertThat(Durations.show(Duration.ofMillis(1500))).isEqualTo("1500ms");
        assertThat(Durations.show(Duration.ofHours(24))).isEqualTo("1d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "d", "-1s", "1.5s", "1w", "1 d", "999999999999999999d"})
    void refusesWhatIsNoDuration(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
    }

    @Test
    void readsSizesInStepsOf1024() {
        assertThat(Bytes.parse("64KB").count()).isEqualTo(65_536);
        assertThat(Bytes.parse("10 mb").count()).isEqualTo(10L << 20);
        assertThat(Bytes.parse("1000").count()).isEqualTo(1000);
        assertThat(new Bytes(65_536)).hasToString("64KB");
        assertThat(new Bytes(0)).hasToString("0B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KB", "-1KB", "1.5GB", "1XB", "999999999TB"})
    void refusesWhatIsNoSize(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Bytes.parse(text));
    }

    @Test
    void findsTheNearestWord() {
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("prot", "port")).isEqualTo(1);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.of("prot", List.of("pool", "port", "path"))).isEqualTo("port");
        assertThat(Nearest.of("x", List.of())).isNull();
    }

    @Test
    void rendersEveryKeyWithItsMeaning() {
        assertThat(ConfigPage.render(List.of(Page.class)))
                .contains("## config")
                .contains("| `ATRIUM_PAGE_MODE` | `--page-mode` | `a\\|b` | text | Either \\| or |")
                .contains("| `ATRIUM_PAGE_KEY` | `--page-key` | (required) | text | Some key; for instance `x`"
                        + " (secret: never shown) |");
    }
}
