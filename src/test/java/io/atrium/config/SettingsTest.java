package io.atrium.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SettingsTest {

    enum Color {
        RED,
        DARK_BLUE
    }

    record Sample(
            @Setting(env = "ATRIUM_SAMPLE_PORT", fallback = "8080", min = 0, max = 65535, doc = "Some port")
            int port,

            @Setting(env = "ATRIUM_SAMPLE_COUNT", fallback = "5000000000", doc = "Some count")
            long count,

            @Setting(env = "ATRIUM_SAMPLE_ON", fallback = "false", doc = "Some switch")
            boolean on,

            @Setting(env = "ATRIUM_SAMPLE_NAME", doc = "Some name")
            String name,

            @Setting(env = "ATRIUM_SAMPLE_DELAY", fallback = "90s", min = 500, max = 604_800_000, doc = "Some delay")
            Duration delay,

            @Setting(env = "ATRIUM_SAMPLE_SIZE", fallback = "64KB", min = 1024, doc = "Some size")
            Bytes size,

            @Setting(env = "ATRIUM_SAMPLE_COLOR", fallback = "red", doc = "Some color")
            Color color,

            @Setting(env = "ATRIUM_SAMPLE_FOLDER", fallback = "./here", doc = "Some folder")
            Path folder,

            @Setting(env = "ATRIUM_SAMPLE_URL", doc = "Some address") @Nullable
            URI url) {}

    record Secrets(
            @Setting(env = "ATRIUM_SAMPLE_KEY", secret = true, required = true, min = 10, doc = "Some key")
            int key) {}

    record Checked(
            @Setting(env = "ATRIUM_CHECKED_EVEN", fallback = "2", doc = "Some even number")
            int even) {
        Checked {
            if (even % 2 != 0) {
                throw new IllegalArgumentException("ATRIUM_CHECKED_EVEN must be even");
            }
        }
    }

    record Strict(
            @Setting(env = "ATRIUM_STRICT_URL", doc = "Some address")
            URI url) {}

    @Test
    void takesDefaultsWhereNothingIsGiven() {
        assertThat(settings(Map.of()).read(Sample.class))
                .isEqualTo(new Sample(
                        8080,
                        5_000_000_000L,
                        false,
                        "",
                        Duration.ofSeconds(90),
                        new Bytes(65_536),
                        Color.RED,
                        Path.of("./here"),
                        null));
    }

    @Test
    void readsEveryTypeFromVariables() {
        Map<String, String> environment = Map.of(
                "ATRIUM_SAMPLE_PORT", "0",
                "ATRIUM_SAMPLE_COUNT", "-1",
                "ATRIUM_SAMPLE_ON", "TRUE",
                "ATRIUM_SAMPLE_NAME", "hall = main",
                "ATRIUM_SAMPLE_DELAY", "7d",
                "ATRIUM_SAMPLE_SIZE", "2gb",
                "ATRIUM_SAMPLE_COLOR", "dark-blue",
                "ATRIUM_SAMPLE_FOLDER", "/srv/atrium",
                "ATRIUM_SAMPLE_URL", "https://example.org/x",
                "PATH", "/bin");
        assertThat(settings(environment).read(Sample.class))
                .isEqualTo(new Sample(
                        0,
                        -1,
                        true,
                        "hall = main",
                        Duration.ofDays(7),
                        new Bytes(2L << 30),
                        Color.DARK_BLUE,
                        Path.of("/srv/atrium"),
                        URI.create("https://example.org/x")));
    }

    @Test
    void letsTheFlagWinOverTheVariable() {
        Settings settings = settings(Map.of("ATRIUM_SAMPLE_PORT", "1"), "--sample-port=2", "--sample-name=a=b");
        assertThat(settings.read(Sample.class).port()).isEqualTo(2);
        assertThat(settings.read(Sample.class).name()).isEqualTo("a=b");
    }

    @Test
    void takesABareFlagAsTrueForSwitchesOnly() {
        assertThat(settings(Map.of(), "--sample-on").read(Sample.class).on()).isTrue();
        assertBad(settings(Map.of(), "--sample-port"), Sample.class)
                .hasMessage("ATRIUM_SAMPLE_PORT (--sample-port) needs a value: expected 0 to 65535");
    }

    @Test
    void takesAnEmptyValueAsTheDefault() {
        Settings settings = settings(Map.of("ATRIUM_SAMPLE_PORT", " ", "ATRIUM_SAMPLE_URL", ""), "--sample-delay=");
        assertThat(settings.read(Sample.class)).isEqualTo(settings(Map.of()).read(Sample.class));
    }

    @Test
    void namesKeyValueAndRangeOfABadValue() {
        assertBad(settings(Map.of("ATRIUM_SAMPLE_PORT", "70000")), Sample.class)
                .hasMessage("ATRIUM_SAMPLE_PORT (--sample-port) = '70000' is out of range: expected 0 to 65535");
        assertBad(settings(Map.of("ATRIUM_SAMPLE_PORT", "http")), Sample.class)
                .hasMessage("ATRIUM_SAMPLE_PORT (--sample-port) = 'http' is not valid: expected 0 to 65535");
        assertBad(settings(Map.of("ATRIUM_SAMPLE_DELAY", "499ms")), Sample.class)
                .hasMessageContaining("expected 500ms to 7d");
        assertBad(settings(Map.of("ATRIUM_SAMPLE_SIZE", "1B")), Sample.class).hasMessageContaining("at least 1KB");
        assertBad(settings(Map.of("ATRIUM_SAMPLE_SIZE", "99999999TB")), Sample.class)
                .hasMessageContaining("is not valid");
        assertBad(settings(Map.of("ATRIUM_SAMPLE_ON", "yes")), Sample.class).hasMessageContaining("true or false");
        assertBad(settings(Map.of("ATRIUM_SAMPLE_COLOR", "green")), Sample.class)
                .hasMessageContaining("red or dark-blue");
        assertBad(settings(Map.of("ATRIUM_SAMPLE_URL", "::")), Sample.class).hasMessageContaining("URI");
    }

    @Test
    void refusesToBeWithoutARequiredKey() {
        assertBad(settings(Map.of()), Secrets.class)
                .hasMessageContaining("ATRIUM_SAMPLE_KEY (--sample-key) is required");
        assertBad(settings(Map.of()), Strict.class).hasMessageContaining("must not be empty");
    }

    @Test
    void neverShowsASecret() {
        assertBad(settings(Map.of("ATRIUM_SAMPLE_KEY", "hunter2")), Secrets.class)
                .hasMessageContaining("ATRIUM_SAMPLE_KEY")
                .hasMessageNotContaining("hunter2");
        assertBad(settings(Map.of("ATRIUM_SAMPLE_KEY", "7")), Secrets.class)
                .hasMessageContaining("at least 10")
                .hasMessageNotContaining("7");
    }

    @Test
    void reportsTheRecordsOwnCheck() {
        assertBad(settings(Map.of("ATRIUM_CHECKED_EVEN", "3")), Checked.class)
                .hasMessageStartingWith("ATRIUM_CHECKED_EVEN must be even");
    }

    @Test
    void refusesAnArgumentThatIsNoFlag() {
        assertThatThrownBy(() -> settings(Map.of(), "8080"))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("'8080' is not a setting");
        assertThatThrownBy(() -> settings(Map.of(), "-p=1")).isInstanceOf(BadSetting.class);
        assertThatThrownBy(() -> settings(Map.of(), "--HTTP=1")).isInstanceOf(BadSetting.class);
    }

    @Test
    void namesTheNearestKeyOfAnUnknownOne() {
        assertUnknown(settings(Map.of("ATRIUM_SAMPLE_PROT", "1")))
                .hasMessage("Unknown setting ATRIUM_SAMPLE_PROT; did you mean ATRIUM_SAMPLE_PORT?");
        assertUnknown(settings(Map.of(), "--sample-dealy=secret"))
                .hasMessage("Unknown setting --sample-dealy; did you mean --sample-delay?");
    }

    @Test
    void acceptsKnownKeysAndForeignVariables() {
        settings(Map.of("HOME", "/root", "ATRIUM_SAMPLE_PORT", "1"), "--sample-key=11")
                .requireNoUnknown(List.of(Sample.class, Secrets.class));
    }

    private static Settings settings(Map<String, String> environment, String... arguments) {
        return Settings.from(environment, List.of(arguments));
    }

    private static AbstractThrowableAssert<?, ?> assertBad(Settings settings, Class<? extends Record> type) {
        return assertThatThrownBy(() -> settings.read(type)).isInstanceOf(BadSetting.class);
    }

    private static AbstractThrowableAssert<?, ?> assertUnknown(Settings settings) {
        return assertThatThrownBy(() -> settings.requireNoUnknown(List.of(Sample.class)))
                .isInstanceOf(BadSetting.class);
    }
}
