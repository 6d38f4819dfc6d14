package io.atrium.transport.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Problem;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How much bodies take that come in blocks, and for how long. */
final class OpenUploadsTest {

    private static final int BLOCK = 1_024;
    private static final int MOST = 64 << 10;

    private final AtomicLong now = new AtomicLong();
    private final OpenUploads uploads = new OpenUploads(MOST, 4 * BLOCK, now::get);

    private void first(String peer, String holder) {
        uploads.begin(peer, "path", holder);
        uploads.add(peer, new byte[BLOCK]);
    }

    @Test
    void takesOnlyWhatCame() {
        first("a", "token");
        assertThat(uploads.taken()).isEqualTo(BLOCK);
        uploads.add("a", new byte[BLOCK]);
        assertThat(uploads.taken()).isEqualTo(2 * BLOCK);
        assertThat(uploads.expects("a", "path", 2 * BLOCK)).isTrue();
        assertThat(uploads.expects("a", "other", 2 * BLOCK)).isFalse();
        assertThat(uploads.expects("a", "path", BLOCK)).isFalse();
        assertThat(uploads.end("a")).hasSize(2 * BLOCK);
        assertThat(uploads.taken()).isZero();
    }

    @Test
    void aPeerHasOneAtATime() {
        for (int i = 0; i < 100; i++) {
            first("a", "token");
        }
        assertThat(uploads.taken()).isEqualTo(BLOCK);
    }

    @Test
    void aHolderHasAnEighthAndAllHaveTheWhole() {
        for (int i = 0; i < 8; i++) {
            first("a" + i, "token");
        }
        assertThatThrownBy(() -> first("b", "token")).hasMessageContaining("ATRIUM_COAP_MAX_UPLOADS");
        for (int i = 0; i < 56; i++) {
            first("c" + i, "other" + i);
        }
        assertThat(uploads.taken()).isEqualTo(MOST);
        assertThatThrownBy(() -> first("d", "new"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE));
    }

    @Test
    void whatNothingComesForIsForgotten() {
        first("a", "token");
        now.addAndGet(OpenUploads.PATIENCE_NANOS - 1);
        first("b", "token");
        now.addAndGet(1);
        uploads.forgetOld();
        assertThat(uploads.taken()).isEqualTo(BLOCK);
        assertThat(uploads.expects("a", "path", BLOCK)).isFalse();
        assertThat(uploads.expects("b", "path", BLOCK)).isTrue();
    }

    @Test
    void whatIsTooLongIsForgotten() {
        first("a", "token");
        uploads.add("a", new byte[3 * BLOCK]);
        assertThatThrownBy(() -> uploads.add("a", new byte[1])).hasMessageContaining("ATRIUM_COAP_MAX_BODY");
        assertThat(uploads.taken()).isZero();
    }
}
