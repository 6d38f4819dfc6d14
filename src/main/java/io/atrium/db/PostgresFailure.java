package io.atrium.db;

import org.jspecify.annotations.Nullable;

/**
 * Why the embedded PostgreSQL does not run. The public message says what is wrong and what to do, and may be shown on a
 * terminal; the detail carries the last lines of the server's log and belongs into the log only.
 */
public final class PostgresFailure extends RuntimeException {

    /** The closed list of reasons. */
    public enum Reason {
        /** Another live process works on the same data folder. */
        FOLDER_IN_USE,
        /** A program or a binary package that is needed is not installed. */
        MISSING_TOOL,
        /** The operating system lets us neither read the folder nor change to a user that may run PostgreSQL. */
        NOT_PERMITTED,
        PORT_TAKEN,
        DISK_FULL,
        /** The cluster is incomplete, damaged or of another major version. */
        CORRUPT,
        FAILED
    }

    private final Reason reason;
    private final String publicMessage;
    private final String detail;

    PostgresFailure(Reason reason, String publicMessage, String detail, @Nullable Throwable cause) {
        super(detail.isBlank() ? publicMessage : publicMessage + "\n" + detail, cause);
        this.reason = reason;
        this.publicMessage = publicMessage;
        this.detail = detail;
    }

    static PostgresFailure of(Reason reason, String publicMessage) {
        return new PostgresFailure(reason, publicMessage, "", null);
    }

    public Reason reason() {
        return reason;
    }

    public String publicMessage() {
        return publicMessage;
    }

    /** What the failed program said; empty when no program ran. */
    public String detail() {
        return detail;
    }
}
