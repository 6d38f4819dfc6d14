package io.atrium.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a document is paid for before it is read. */
final class BodyMemoryTest {

    private static long memoryOf(String document) {
        return Body.memoryOf(document.getBytes(StandardCharsets.UTF_8));
    }

    private static long values(long count) {
        return count * Body.BYTES_OF_VALUE;
    }

    @Test
    void eachValueAndNameCounts() {
        assertThat(memoryOf("")).isEqualTo(values(1));
        assertThat(memoryOf("[1,2,3]")).isEqualTo(values(4));
        assertThat(memoryOf("{1:{2:[]}}")).isEqualTo(values(6));
    }

    @Test
    void signsInTextsAreNoValues() {
        assertThat(memoryOf("[\"a,[{:\"]")).isEqualTo(values(2) + 6 + 4 * 6);
        assertThat(memoryOf("['\",',1]")).isEqualTo(values(3) + 3 + 4 * 3);
    }

    @Test
    void textsOfWideCharactersAndEscapesCountTwice() {
        assertThat(memoryOf("\"aaaa\"")).isEqualTo(values(1) + 5 + 4 * 5);
        assertThat(memoryOf("\"aa\u00E4\"")).isEqualTo(values(1) + 2 * 5 + 4 * 5);
        assertThat(memoryOf("\"aa\\\"\"")).isEqualTo(values(1) + 2 * 5 + 4 * 5);
    }

    @Test
    void onlyTheLongestTextIsCollectedAtATime() {
        assertThat(memoryOf("[\"aa\",\"a\",\"aaa\"]")).isEqualTo(values(4) + 3 + 2 + 4 + 4 * 4);
    }

    @Test
    void textWithoutAnEndEndsWithTheDocument() {
        assertThat(memoryOf("\"aa\\")).isEqualTo(values(1) + 2 * 4 + 4 * 4);
    }
}
