package io.atrium.transport.http;

import io.atrium.base.Problem;
import io.atrium.base.WholeNumber;
import io.atrium.ingest.DeviceGateway;
import io.atrium.ingest.DeviceSession;
import io.atrium.ingest.DeviceTransport;
import io.atrium.ingest.OpenLink;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests of devices that wait for updates or commands, and how many there may be. */
final class LongPolls {

    private final DeviceGateway gateway;
    private final DeviceHttpConfig config;
    private final Answers answers;
    private final AtomicInteger waiting = new AtomicInteger();

    LongPolls(DeviceGateway gateway, DeviceHttpConfig config, Answers answers) {
        this.gateway = gateway;
        this.config = config;
        this.answers = answers;
    }

    /** Lets a request wait; its answer comes with the news, or when the time is over. */
    void poll(RoutingContext context, DeviceSession session, boolean forCommands) {
        HttpServerRequest request = context.request();
        try {
            long timeout = timeout(context);
            requireRoom(session);
            Context loop = context.vertx().getOrCreateContext();
            waiting.incrementAndGet();
            LongPoll poll = new LongPoll(request, loop, answers, waiting::decrementAndGet);
            OpenLink link;
            try {
                link = gateway.listen(session, DeviceTransport.HTTP, poll);
            } catch (Problem problem) {
                waiting.decrementAndGet();
                throw problem;
            }
            poll.start(link, timeout, forCommands);
        } catch (Problem problem) {
            answers.refuse(request, problem);
        }
    }

    private void requireRoom(DeviceSession session) {
        if (waiting.get() >= config.maxPolls()) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "Too many devices wait; the limit ATRIUM_DEVICE_HTTP_MAX_POLLS is " + config.maxPolls());
        }
        if (gateway.links().count(session.deviceId()) >= config.maxPollsPerDevice()) {
            throw Problem.of(
                    Problem.Kind.TOO_MANY_REQUESTS,
                    "Too many requests of the device wait; the limit ATRIUM_DEVICE_HTTP_MAX_POLLS_PER_DEVICE is "
                            + config.maxPollsPerDevice());
        }
    }

    private long timeout(RoutingContext context) {
        List<String> given = context.queryParam("timeout");
        if (given.isEmpty() || given.getFirst().isEmpty()) {
            return config.timeout().toMillis();
        }
        long millis = WholeNumber.of(given.getFirst())
                .orElseThrow(() -> Problem.badRequest("Parameter 'timeout' must be a number of milliseconds"));
        if (millis > 0) {
            return Math.min(millis, config.maxTimeout().toMillis());
        }
        throw Problem.badRequest("Parameter 'timeout' must be greater than 0");
    }
}
