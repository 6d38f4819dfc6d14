package io.atrium.ingest;

/** The cause of a refusal that a wire answers in a way of its own. */
public final class GatewayFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What happened to a gateway's message. */
    public enum Reason {
        /** The rate of one device is reached; the gateway and its other devices are not at fault and go on. */
        DEVICE_RATE,
        /** The message has no data of any device, or none in the right form. */
        NOTHING_LEFT
    }

    private final Reason reason;

    GatewayFault(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
