package io.atrium.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything that a fuzzer or a hand ever put into the corpora goes through its target again. */
final class CorpusTest {

    private static final Path CORPORA = Path.of("src/test/resources/fuzz");

    @Test
    void takesEveryTelemetryInput() throws IOException {
        replay("telemetry", TelemetryTarget::fuzzerTestOneInput);
    }

    @Test
    void takesEveryQueryInput() throws IOException {
        replay("query", QueryTarget::fuzzerTestOneInput);
    }

    private static void replay(String target, Consumer<byte[]> entry) throws IOException {
        List<Path> inputs;
        try (Stream<Path> files = Files.list(CORPORA.resolve(target))) {
            inputs = files.sorted().toList();
        }
        assertThat(inputs).isNotEmpty();
        for (Path input : inputs) {
            byte[] bytes = Files.readAllBytes(input);
            assertThatCode(() -> entry.accept(bytes)).as(input.toString()).doesNotThrowAnyException();
        }
    }
}
