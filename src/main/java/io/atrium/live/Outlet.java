package io.atrium.live;

/** The line to one client. Called by its session only, one call at a time, but for {@link #close}. */
public interface Outlet {

    /**
     * Hands a frame over for sending; never waits.
     *
     * @param sent run once, when the client has taken it or never will
     */
    void send(String frame, Runnable sent);

    /** Frames that were handed over and are not sent yet. */
    int queued();

    /** True while the client takes less than it is given; then {@link LiveSession#drained} follows. */
    boolean isFull();

    /** It is known from now on whose line this is. */
    default void known() {}

    /**
     * Ends the line after the frames that are on their way; may be called again and from any thread.
     *
     * @param code as RFC 6455 section 7.4 has it
     * @param reason shown to the client, at most 123 bytes
     */
    void close(int code, String reason);
}
