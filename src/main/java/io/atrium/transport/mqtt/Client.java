package io.atrium.transport.mqtt;

import org.jspecify.annotations.Nullable;

/** Who is at the other end of a connection that was let in. All methods are called on its event loop. */
sealed interface Client permits DeviceClient, ProvisionClient {

    /**
     * Takes a message. It is settled now or later, on any thread.
     *
     * @param uplink what the topic means, or null if it is none of ours
     */
    void publish(Packet.Publish message, @Nullable Uplink uplink, Ack ack);

    /** True if the client may subscribe to the filter; it is in force when this returns. */
    boolean subscribe(String filter);

    void unsubscribe(String filter);

    /** True if its profile wants malformed messages to be acknowledged and forgotten. */
    default boolean acknowledgesBadPayload() {
        return false;
    }

    /** Something arrived. */
    void heard();

    /** A packet arrived that carries no message, such as a PINGREQ. */
    void alive();

    /** The connection is gone. */
    void closed();
}
