package io.atrium.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who may hold how much of what is not read yet, and who makes room for whom. */
final class AnswerBudgetTest {

    private final AtomicLong now = new AtomicLong();
    private final AnswerBudget budget = new AnswerBudget(800, now::get);
    private final List<String> cut = new ArrayList<>();

    private AnswerBudget.Lease take(AnswerBudget.Share share, int bytes, String name) {
        return share.take(bytes, () -> cut.add(name));
    }

    @Test
    void nobodyGetsMoreThanHalf() {
        assertRefused(Problem.Kind.BAD_REQUEST, budget.known("emma"), 401);
        take(budget.known("emma"), 300, "first");
        assertRefused(Problem.Kind.TOO_MANY_REQUESTS, budget.known("emma"), 101);
        take(budget.known("jack"), 400, "jack's");
        assertRefused(Problem.Kind.UNAVAILABLE, budget.known("mary"), 101);
        assertThat(cut).isEmpty();
        assertThat(budget.taken()).isEqualTo(700);
    }

    @Test
    void whoReadsNothingMakesRoom() {
        take(budget.known("emma"), 200, "mute");
        AnswerBudget.Lease reading = take(budget.known("emma"), 200, "reading");
        now.addAndGet(AnswerBudget.SLOW_NANOS);
        reading.moved();
        take(budget.known("emma"), 200, "new");
        assertThat(cut).containsExactly("mute");
        assertRefused(Problem.Kind.TOO_MANY_REQUESTS, budget.known("emma"), 1);
        assertThat(budget.taken()).isEqualTo(400);
    }

    @Test
    void someoneElsesMuteReaderMakesRoomOnlyIfAllIsTaken() {
        take(budget.known("mallory"), 400, "mallory's");
        now.addAndGet(AnswerBudget.SLOW_NANOS);
        take(budget.known("emma"), 400, "emma's");
        assertThat(cut).isEmpty();
        take(budget.known("jack"), 100, "jack's");
        assertThat(cut).containsExactly("mallory's");
    }

    @Test
    void strangersHaveAPartOfTheirOwn() {
        take(budget.stranger("127.0.0.1"), 50, "one");
        take(budget.stranger("127.0.0.2"), 50, "two");
        assertRefused(Problem.Kind.UNAVAILABLE, budget.stranger("127.0.0.3"), 1);
        take(budget.known("emma"), 400, "emma's");
    }

    @Test
    void whatIsReadIsGivenBackOnce() {
        AnswerBudget.Lease lease = take(budget.known("emma"), 400, "emma's");
        lease.close();
        lease.close();
        lease.moved();
        assertThat(budget.taken()).isZero();
        take(budget.known("emma"), 400, "next");
    }

    private void assertRefused(Problem.Kind kind, AnswerBudget.Share share, int bytes) {
        assertThatThrownBy(() -> take(share, bytes, "refused"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(kind))
                .hasMessageContaining("ATRIUM_HTTP_ANSWER_BUDGET");
    }
}
