package io.atrium.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How text gets into a CSV file. */
final class CsvLineTest {

    private static String cell(String text) {
        String line = new String(new CsvLine().plain("1").text(text).end(), StandardCharsets.UTF_8);
        assertThat(line).startsWith("1,").endsWith("\r\n");
        return line.substring(2, line.length() - 2);
    }

    @Test
    void leavesPlainTextAlone() {
        for (String text : List.of("t", "21.5", "Halle 3", "a=b", "grün", "{x}")) {
            assertThat(cell(text)).isEqualTo(text);
        }
    }

    @Test
    void quotesWhatWouldBreakTheLine() {
        assertThat(cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(cell("say \"hi\"")).isEqualTo("\"say \"\"hi\"\"\"");
        assertThat(cell("two\nlines")).isEqualTo("\"two\nlines\"");
        assertThat(cell(" edge")).isEqualTo("\" edge\"");
        assertThat(cell("")).isEqualTo("\"\"");
    }

    @Test
    void keepsFormulasFromRunning() {
        for (String start :
                List.of("=", "+", "-", "@", "\t", "\r", "\n", "|", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20")) {
            assertThat(cell(start + "cmd|' /C calc'!A0")).isEqualTo("\"'" + start + "cmd|' /C calc'!A0\"");
        }
    }
}
