package io.atrium.transport.mqtt;

import io.atrium.base.LeftOut;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A published message on its way to the store. It is settled once, on any thread; the client hears of it on the event
 * loop, after all that it sent before.
 */
final class Ack {

    final Connection connection;
    final int packetId;
    final int quality;
    final int bytes;
    /** Set on the event loop when the answer has come back to it. */
    boolean isSettled;

    private volatile @Nullable Outcome outcome;

    Ack(Connection connection, int packetId, int quality, int bytes) {
        this.connection = connection;
        this.packetId = packetId;
        this.quality = quality;
        this.bytes = bytes;
    }

    void settle(Outcome result) {
        outcome = result;
        connection.loop().settle(this);
    }

    void settleWith(CompletionStage<?> stage) {
        stage.whenComplete((done, fault) -> settle(Outcome.of(fault)));
    }

    void settleWithData(CompletionStage<LeftOut> stage) {
        stage.whenComplete((leftOut, fault) -> settle(Outcome.of(leftOut, fault)));
    }

    Outcome outcome() {
        Outcome result = outcome;
        if (result == null) {
            throw new IllegalStateException("The message is not settled");
        }
        return result;
    }
}
