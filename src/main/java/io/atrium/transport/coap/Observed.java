package io.atrium.transport.coap;

import io.atrium.base.Problem;
import io.atrium.ingest.DeviceLink;
import io.atrium.ingest.DeviceTransport;
import io.atrium.ingest.OpenLink;
import io.atrium.ingest.Payloads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.observe.ObserveRelation;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.jspecify.annotations.Nullable;

/** A resource that one device may observe: its link, and the notifications that wait for the one before. */
abstract class Observed extends CoapResource implements DeviceLink {

    /**
     * What the device is told next.
     *
     * @param commandId the command that it carries, or -1
     */
    record Notification(byte[] payload, int commandId) {}

    /** Most links of one device, observations and others together, with which it may begin another. */
    private static final int MAX_LINKS = 20;

    final Edge edge;
    final String token;
    private final Deque<Notification> waiting = new ArrayDeque<>();
    private @Nullable OpenLink link;
    private volatile @Nullable ObserveRelation relation;
    private volatile Payloads payloads = Payloads.JSON;
    /** One notification at a time, and none before the first answer. */
    private boolean busy = true;

    Observed(Edge edge, String token, String name) {
        super(name);
        this.edge = edge;
        this.token = token;
        setObservable(true);
        setObserveType(CoAP.Type.CON);
    }

    /** Answers a request that does not observe. */
    abstract CompletionStage<Response> read(CoapExchange exchange, Edge.Known device);

    /** The first answer of an observation. */
    abstract CompletionStage<Response> begin(CoapExchange exchange, Edge.Known device);

    abstract void subscribe(OpenLink opened);

    @Override
    public final void handleGET(CoapExchange exchange) {
        ObserveRelation asked = exchange.advanced().getRelation();
        if (asked == null || asked.isCanceled()) {
            edge.answer(exchange, token, device -> read(exchange, device));
        } else if (!asked.isEstablished()) {
            relation = asked;
            edge.answer(exchange, token, device -> observe(exchange, device));
        } else {
            tell(exchange);
        }
    }

    private CompletionStage<Response> observe(CoapExchange exchange, Edge.Known device) {
        payloads = device.payloads();
        if (edge.gateway.links().count(device.session().deviceId()) >= MAX_LINKS) {
            return CompletableFuture.failedFuture(Problem.of(
                    Problem.Kind.TOO_MANY_REQUESTS, "The device has " + MAX_LINKS + " connections and observations"));
        }
        return begin(exchange, device).thenApply(response -> {
            OpenLink opened = edge.gateway.listen(device.session(), DeviceTransport.COAP, this);
            synchronized (this) {
                link = opened;
            }
            subscribe(opened);
            response.addMessageObserver(new MessageObserverAdapter() {
                @Override
                public void onSent(boolean retransmission) {
                    free();
                }
            });
            return response;
        });
    }

    final Payloads payloads() {
        return payloads;
    }

    // ---- notifications -----------------------------------------------------------------------------------------

    final void offer(Notification notification) {
        synchronized (this) {
            if (waiting.size() < edge.settings.maxWaiting()) {
                waiting.add(notification);
            } else {
                giveUp(notification);
            }
        }
        pump();
    }

    private void free() {
        synchronized (this) {
            busy = false;
        }
        pump();
    }

    /** Has the library ask {@link #handleGET} for a notification, unless one is on its way. */
    private void pump() {
        synchronized (this) {
            if (busy || waiting.isEmpty()) {
                return;
            }
            busy = true;
        }
        changed();
    }

    private void tell(CoapExchange exchange) {
        Notification next;
        synchronized (this) {
            next = waiting.poll();
        }
        if (next == null) {
            return;
        }
        Response response = new Response(ResponseCode.CONTENT);
        response.setPayload(next.payload());
        response.getOptions().setContentFormat(Edge.format(payloads));
        response.setConfirmable(true);
        response.addMessageObserver(new MessageObserverAdapter() {
            @Override
            public void onAcknowledgement() {
                took(next);
                free();
            }

            @Override
            protected void failed() {
                giveUp(next);
            }
        });
        exchange.respond(response);
    }

    private synchronized void took(Notification notification) {
        if (link != null) {
            link.heard();
            if (notification.commandId() >= 0) {
                link.delivered(notification.commandId());
            }
        }
    }

    private synchronized void giveUp(Notification notification) {
        if (link != null && notification.commandId() >= 0) {
            link.undelivered(notification.commandId());
        }
    }

    // ---- the end -----------------------------------------------------------------------------------------------

    /** The device cancelled, or did not acknowledge. */
    @Override
    public final void removeObserveRelation(ObserveRelation gone) {
        super.removeObserveRelation(gone);
        synchronized (this) {
            waiting.forEach(this::giveUp);
            waiting.clear();
            if (link != null) {
                link.close();
            }
        }
    }

    @Override
    public final void close(CloseReason reason) {
        ObserveRelation observing = relation;
        if (observing == null) {
            return;
        }
        Response response = new Response(
                switch (reason) {
                    case DEVICE_DELETED -> ResponseCode.NOT_FOUND;
                    case STOPPING -> ResponseCode.SERVICE_UNAVAILABLE;
                    case TAKEN_OVER, CREDENTIALS_CHANGED, INACTIVE, PROFILE_CHANGED, ACCESS_ENDED ->
                        ResponseCode.UNAUTHORIZED;
                },
                true);
        // Nobody is there any more to send it again.
        response.setConfirmable(reason != CloseReason.STOPPING);
        Runnable said = edge.farewell();
        response.addMessageObserver(new MessageObserverAdapter() {
            @Override
            public void onSent(boolean retransmission) {
                said.run();
            }

            @Override
            protected void failed() {
                said.run();
            }
        });
        Exchange exchange = observing.getExchange();
        exchange.execute(() -> {
            if (observing.isEstablished()) {
                exchange.sendResponse(response);
            } else {
                said.run();
            }
            observing.cancel();
        });
    }
}
