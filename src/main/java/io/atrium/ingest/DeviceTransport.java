package io.atrium.ingest;

/** The wire that a device comes by; a device profile may allow just one of them. */
public enum DeviceTransport {
    HTTP,
    MQTT,
    COAP;

    private static final String ANY = "DEFAULT";

    /**
     * True if devices of a profile with the given {@code transportType} may come by this wire. HTTP serves all of them,
     * as the incumbent does.
     */
    boolean serves(String transportType) {
        return this == HTTP || transportType.isEmpty() || transportType.equals(ANY) || transportType.equals(name());
    }
}
