package io.atrium.ingest;

import io.atrium.base.Value;
import io.atrium.ingest.DeviceLink.CloseReason;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** A link that {@link DeviceLinks} knows: the transport's handle on it. All methods return at once. */
public final class OpenLink {

    private final DeviceLinks links;
    private final DeviceSession session;
    private final DeviceTransport transport;
    private final DeviceLink link;
    private final DeviceLinks.Manner manner;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean wantsAttributes;
    private volatile boolean wantsCommands;
    private volatile long lastHeard;

    OpenLink(
            DeviceLinks links,
            DeviceSession session,
            DeviceTransport transport,
            DeviceLink link,
            DeviceLinks.Manner manner,
            long now) {
        this.links = links;
        this.session = session;
        this.transport = transport;
        this.link = link;
        this.manner = manner;
        this.lastHeard = now;
    }

    public DeviceSession session() {
        return session;
    }

    public boolean isOpen() {
        return !closed.get();
    }

    /** Asks for changes of shared attributes from now on. */
    public void subscribeAttributes() {
        wantsAttributes = true;
    }

    public void unsubscribeAttributes() {
        wantsAttributes = false;
    }

    /** Asks for commands from now on; those that wait for the device come at once. */
    public void subscribeCommands() {
        wantsCommands = true;
        links.listens(this);
    }

    public void unsubscribeCommands() {
        wantsCommands = false;
    }

    /** Notes that something arrived, so that the link does not count as silent. */
    public void heard() {
        lastHeard = links.now();
    }

    /** The device has a command. */
    public void delivered(int commandId) {
        links.delivered(this, commandId);
    }

    /** A command could not be written or was not acknowledged in time. */
    public void undelivered(int commandId) {
        links.undelivered(this, commandId);
    }

    /** The transport ended the link; {@link DeviceLink#close} is not called. */
    public void close() {
        if (closed.compareAndSet(false, true)) {
            links.remove(this);
        }
    }

    // ---- for the registry --------------------------------------------------------------------------------------

    /** Ends the link from our side. */
    void end(CloseReason reason) {
        if (closed.compareAndSet(false, true)) {
            links.remove(this);
            link.close(reason);
        }
    }

    DeviceTransport transport() {
        return transport;
    }

    DeviceLinks.Manner manner() {
        return manner;
    }

    boolean wantsAttributes() {
        return wantsAttributes && isOpen();
    }

    boolean wantsCommands() {
        return wantsCommands && isOpen();
    }

    long lastHeard() {
        return lastHeard;
    }

    void tell(Map<String, Value> values, Collection<String> deleted) {
        link.attributesChanged(values, deleted);
    }

    void tell(DeviceCommand command) {
        link.command(command);
    }

    void tellTooFast() {
        link.tooFast();
    }

    void tell(DeviceFacts facts) {
        link.factsChanged(facts);
    }
}
