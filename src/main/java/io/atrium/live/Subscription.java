package io.atrium.live;

/** What a client follows under one command id. All methods are called on the session's lane. */
sealed interface Subscription permits OneEntitySubscription, EntitiesSubscription, CountSubscription {

    int cmdId();

    Pace pace();

    /** Sends what came since the last time, as far as the caller may see it now. */
    void flush();

    /** Answers with the present once more, because an update could not be read. */
    void afresh();

    /** Drops what the caller has lost, and says so. */
    void review();

    /** Looks whether other entities are to be followed now. */
    void requery();

    /** True if {@link #requery} may change anything. */
    boolean isDynamic();

    /** Tells the client that its command failed, or that updates are late. */
    void fault(int code, String message);

    /** Stops following. */
    void close();
}
