package io.atrium.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the repository that is rendered from the code. A test compares it; {@code ./atrium docs} runs the same test in
 * writing mode ({@code -Datrium.docs=write}), so that nothing else has to know how it is made.
 */
public record GeneratedFile(String path) {

    /** Fails if the file says anything else; in writing mode it is written first. */
    public void mustEqual(String rendered) throws IOException {
        Path file = Path.of(path);
        if ("write".equals(System.getProperty("atrium.docs"))) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, rendered);
        }
        assertThat(file).as("%s is out of date; run ./atrium docs", path).hasContent(rendered);
    }
}
