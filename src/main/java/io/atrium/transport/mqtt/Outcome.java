package io.atrium.transport.mqtt;

import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How a published message ended. */
sealed interface Outcome {

    /** It is stored, or whatever else it asked for is certain. */
    record Done() implements Outcome {}

    /** It is stored, but for some parts; MQTT 5 has words for them. */
    record InPart(LeftOut leftOut) implements Outcome {}

    /** Its topic is none of ours; MQTT 5 has words for it, older clients are told nothing. */
    record UnknownTopic() implements Outcome {}

    /** Its topic is not for this client, whose connection ends. */
    record WrongTopic() implements Outcome {}

    record Refused(Problem problem) implements Outcome {}

    Outcome DONE = new Done();
    Outcome UNKNOWN_TOPIC = new UnknownTopic();
    Outcome WRONG_TOPIC = new WrongTopic();

    static Outcome of(@Nullable LeftOut leftOut, @Nullable Throwable fault) {
        return leftOut == null || leftOut.isNothing() ? of(fault) : new InPart(leftOut);
    }

    /** The outcome that the end of a stage stands for. */
    static Outcome of(@Nullable Throwable fault) {
        if (fault == null) {
            return DONE;
        }
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        if (cause instanceof Problem problem) {
            return new Refused(problem);
        }
        Logger.getLogger(Outcome.class).error("A message of a device failed", cause);
        return new Refused(Problem.internal("Internal server error", cause));
    }
}
