package io.atrium.ingest;

import io.atrium.base.Value;
import java.util.Collection;
import java.util.Map;

/**
 * The way to a device that listens: a connection, a long poll, or the place behind a gateway. A transport implements it.
 * Methods are called on any thread and must neither wait nor throw.
 */
public interface DeviceLink {

    /** Why a link ends that the device did not end itself. */
    enum CloseReason {
        /** The device opened another lasting connection. */
        TAKEN_OVER,
        /** The credentials were replaced that the device logged in with. */
        CREDENTIALS_CHANGED,
        /** The device, or its whole tenant, was deleted. */
        DEVICE_DELETED,
        /** Nothing was heard for too long. */
        INACTIVE,
        /** The device's profile does not allow the transport any more. */
        PROFILE_CHANGED,
        /** The device has another owner now, or its gateway may not speak for it any more. */
        ACCESS_ENDED,
        /** The server stops. */
        STOPPING
    }

    /** Shared attributes have new values, or are gone; at least one of the two is not empty. */
    void attributesChanged(Map<String, Value> values, Collection<String> deleted);

    /**
     * Carries a command to the device. Whoever implements it tells {@link OpenLink#delivered} once the device has it
     * (or, on a wire without acknowledgement, once it is written), and {@link OpenLink#undelivered} if it cannot.
     */
    void command(DeviceCommand command);

    /** The device or its profile was changed and may still use this transport. */
    default void factsChanged(DeviceFacts facts) {}

    /** A message of the device was refused, for the device behind a gateway sends more than its rate allows. */
    default void tooFast() {}

    /** The link is over: nothing is told it any more. Called once, and not if the transport closed it itself. */
    void close(CloseReason reason);
}
