package io.atrium.live;

/** Why a line ends (RFC 6455 section 7.4.1; device-data-api 4.1, 4.5). */
public enum CloseCode {
    GOING_AWAY(1001),
    /** The credentials are bad. */
    BAD_TOKEN(1007),
    /** A rule was broken, a limit reached, or access ended. */
    POLICY(1008),
    TOO_BIG(1009),
    /** Something failed here; the client may come again. */
    RESTART(1012),
    /** No answer to pings. */
    NOT_RELIABLE(4500);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
