package io.atrium.command;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A command that is not over. Guarded by its mailbox, but for what is final. */
final class Pending {

    final Command command;
    final long deadline;
    /** The row of a persistent command, else null. */
    final @Nullable UUID row;

    final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    int retries;
    long sentAt;
    boolean delivered;

    Pending(Command command, long deadline, @Nullable UUID row, int retries) {
        this.command = command;
        this.deadline = deadline;
        this.row = row;
        this.retries = retries;
    }
}
