package io.atrium.transport.mqtt;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/** Since when a client has taken nothing of what lies in its socket. Touched by its event loop only. */
final class Stall {

    private @Nullable Object current;
    private long progress;
    private long since;

    /** Looks every now and then; for how many nanoseconds nothing has moved, 0 if nothing waits. */
    long nanos(Channel channel, long now) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        Object first = buffer == null ? null : buffer.current();
        long written = buffer == null ? 0 : buffer.currentProgress();
        if (first == null || first != current || written != progress) {
            current = first;
            progress = written;
            since = now;
        }
        return now - since;
    }
}
