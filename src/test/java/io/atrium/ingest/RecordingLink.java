package io.atrium.ingest;

import io.atrium.base.Value;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A link that writes down what it is told. */
public final class RecordingLink implements DeviceLink {

    public final List<String> told = new CopyOnWriteArrayList<>();
    private final BlockingQueue<DeviceCommand> commands = new LinkedBlockingQueue<>();
    public final List<CloseReason> closed = new CopyOnWriteArrayList<>();

    /** Waits for the next command. */
    public DeviceCommand nextCommand() {
        try {
            DeviceCommand command = commands.poll(20, TimeUnit.SECONDS);
            if (command == null) {
                throw new AssertionError("no command came");
            }
            return command;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public boolean hasNoCommand() {
        return commands.isEmpty();
    }

    @Override
    public void attributesChanged(Map<String, Value> values, Collection<String> deleted) {
        told.add(DeviceAttributes.change(values, deleted).toString());
    }

    @Override
    public void command(DeviceCommand command) {
        commands.add(command);
    }

    @Override
    public void factsChanged(DeviceFacts facts) {
        told.add("now " + facts.name());
    }

    @Override
    public void close(CloseReason reason) {
        closed.add(reason);
    }
}
