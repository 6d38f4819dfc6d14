package io.atrium.command;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A command that is not over. Guarded by its mailbox, but for what is final. */
final class Pending {

    final Command command;
    final long deadline;
    /** The row of a persistent command, else null. */
    final @Nullable UUID row;

    /** Whether it may still go; asked at each try. */
    private final BooleanSupplier right;

    final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    int retries;
    long sentAt;
    boolean delivered;

    Pending(Command command, long deadline, BooleanSupplier right) {
        this(command, deadline, null, 0, right);
    }

    /** A persistent command whose right to go was asked just now. */
    Pending(Command command, long deadline, UUID row, int retries) {
        this(command, deadline, row, retries, () -> true);
    }

    private Pending(Command command, long deadline, @Nullable UUID row, int retries, BooleanSupplier right) {
        this.command = command;
        this.deadline = deadline;
        this.row = row;
        this.retries = retries;
        this.right = right;
    }

    /** True if somebody waits for it who may still send it. */
    boolean mayGo() {
        return !outcome.isDone() && right.getAsBoolean();
    }
}
