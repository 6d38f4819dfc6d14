package io.atrium.transport.http;

import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.ingest.DeviceAttributes;
import io.atrium.ingest.DeviceCommand;
import io.atrium.ingest.DeviceLink;
import io.atrium.ingest.OpenLink;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A request that waits for one update of shared attributes, or for one command. It ends once, by whatever comes first. */
final class LongPoll implements DeviceLink {

    private static final int TIMED_OUT = 408;

    private final HttpServerRequest request;
    private final Context loop;
    private final Answers answers;
    private final Runnable ended;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable OpenLink open;
    private volatile long timer = -1;

    /**
     * @param ended called once when the request waits no more
     */
    LongPoll(HttpServerRequest request, Context loop, Answers answers, Runnable ended) {
        this.request = request;
        this.loop = loop;
        this.answers = answers;
        this.ended = ended;
    }

    /** Starts to wait; on the request's event loop. */
    void start(OpenLink link, long timeoutMillis, boolean forCommands) {
        open = link;
        request.response().closeHandler(gone -> end(() -> {}));
        timer = loop.owner().setTimer(timeoutMillis, late -> end(() -> Answers.empty(request, TIMED_OUT)));
        if (!link.isOpen()) {
            return;
        }
        if (forCommands) {
            link.subscribeCommands();
        } else {
            link.subscribeAttributes();
        }
    }

    @Override
    public void attributesChanged(Map<String, Value> values, Collection<String> deleted) {
        byte[] body = Json.bytes(DeviceAttributes.change(values, deleted));
        end(() -> answers.json(request, 200, body));
    }

    @Override
    public void command(DeviceCommand command) {
        OpenLink link = open;
        if (link == null) {
            return;
        }
        byte[] body = Json.bytes(command.jsonWithId());
        boolean taken = end(() -> answers.json(request, 200, body).onComplete(written -> {
            if (written.succeeded()) {
                link.delivered(command.id());
            } else {
                link.undelivered(command.id());
            }
        }));
        if (!taken) {
            link.unsubscribeCommands();
            link.undelivered(command.id());
        }
    }

    @Override
    public void close(CloseReason reason) {
        end(() -> {
            switch (reason) {
                case CREDENTIALS_CHANGED -> Answers.empty(request, 401);
                case DEVICE_DELETED -> answers.refuse(request, Problem.forbidden("Device was deleted!"));
                case ACCESS_ENDED, PROFILE_CHANGED ->
                    answers.refuse(request, Problem.forbidden("The device was changed; ask again"));
                case STOPPING -> answers.refuse(request, Problem.of(Problem.Kind.UNAVAILABLE, "The server stops"));
                case TAKEN_OVER, INACTIVE -> Answers.empty(request, TIMED_OUT);
            }
        });
    }

    /** Ends the wait; false if it was over already. The answer is written on the event loop. */
    private boolean end(Runnable answer) {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        OpenLink link = open;
        if (link != null) {
            link.close();
        }
        ended.run();
        loop.runOnContext(now -> {
            if (timer >= 0) {
                loop.owner().cancelTimer(timer);
            }
            answer.run();
        });
        return true;
    }
}
