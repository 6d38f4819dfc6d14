package io.atrium.entity;

import io.atrium.config.Bytes;
import io.atrium.config.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How much of the machine one read may take. */
public record ReadConfig(
        @Setting(
                env = "ATRIUM_READ_MAX_TIME",
                fallback = "5s",
                min = 10,
                max = 600_000,
                doc = "How long one query, list, count or preview may take before it is refused")
        Duration maxTime,

        @Setting(
                env = "ATRIUM_READ_LONG_PER_TENANT",
                fallback = "0",
                min = 0,
                max = 1_000,
                doc =
                        "How many long reads of one tenant are worked on at once, others of it wait, short ones never; 0 for one"
                                + " per processor, and at least two")
        int longPerTenant,

        @Setting(
                env = "ATRIUM_READ_MAX_ANSWER",
                example = "32MB",
                min = 1L << 20,
                max = 1L << 30,
                doc = "Most bytes that one answer is made of: a page, points of series, latest values, an answer over a"
                        + " WebSocket. Whoever asks for more is told to ask for less at a time. Without it a sixteenth"
                        + " of the heap, at most 64MB. Exports are sent while they are read and know no such limit")
        @Nullable
        Bytes maxAnswer,

        @Setting(
                env = "ATRIUM_READ_BUDGET",
                example = "256MB",
                min = 2L << 20,
                max = 1L << 40,
                doc =
                        "Most bytes of all answers while they are made, each counted twice: once as it was read, once as it is"
                                + " written. One tenant gets at most half; of that a quarter is its own people's, a customer gets half of what"
                                + " other customers leave of the rest, and who reads slowly half of what is left of his side's part. Without"
                                + " it a quarter of the heap")
        @Nullable
        Bytes budget) {

    private static final int PART_OF_HEAP = 16;
    private static final int BUDGET_PART_OF_HEAP = 4;
    private static final long MOST_BY_ITSELF = 64L << 20;

    int places() {
        return longPerTenant > 0
                ? longPerTenant
                : Math.max(2, Runtime.getRuntime().availableProcessors());
    }

    long maxAnswerBytes() {
        return maxAnswer == null
                ? Math.min(MOST_BY_ITSELF, Runtime.getRuntime().maxMemory() / PART_OF_HEAP)
                : maxAnswer.count();
    }

    long budgetBytes() {
        return budget == null ? Runtime.getRuntime().maxMemory() / BUDGET_PART_OF_HEAP : budget.count();
    }
}
