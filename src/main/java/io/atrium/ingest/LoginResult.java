package io.atrium.ingest;

/** The answer to what somebody presented. */
public sealed interface LoginResult {

    /** What it says about the name and secret that were presented. */
    default Guesses.Verdict verdict() {
        return switch (this) {
            case Accepted accepted -> Guesses.Verdict.PASSED;
            case Refused(Reason reason) -> reason.isGuess() ? Guesses.Verdict.WRONG : Guesses.Verdict.NONE;
        };
    }

    /**
     * It stands for a device.
     *
     * @param facts the device as it was at that moment
     */
    record Accepted(DeviceSession session, DeviceFacts facts) implements LoginResult {}

    /** It does not stand for a device that may come in now. */
    record Refused(Reason reason) implements LoginResult {}

    /** Why somebody is not let in; one for each row of the table of device-data-api 1.2. */
    enum Reason {
        /** No token, user name, client id or certificate at all. */
        NOTHING_PRESENTED,
        /** A client id alone, which no device has. */
        UNKNOWN_CLIENT_ID,
        /** A token, or user name and password, that no device has. */
        BAD_CREDENTIALS,
        /** Certificates that no device or profile knows, that are out of date, or that do not sign each other. */
        BAD_CERTIFICATE,
        /** The device's profile wants another transport. */
        WRONG_TRANSPORT,
        /** Too many messages of the device, its gateway or its tenant. */
        RATE_LIMIT,
        /** The server cannot tell at the moment. */
        UNAVAILABLE;

        /** True for what somebody who guesses is told. */
        boolean isGuess() {
            return this == UNKNOWN_CLIENT_ID || this == BAD_CREDENTIALS || this == BAD_CERTIFICATE;
        }
    }
}
