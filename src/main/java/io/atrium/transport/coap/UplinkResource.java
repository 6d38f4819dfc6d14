package io.atrium.transport.coap;

import io.atrium.ingest.DeviceSession;
import java.util.concurrent.CompletionStage;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.server.resources.CoapExchange;

/** {@code POST /api/v1/{token}/telemetry} and {@code /claim}: 2.01. */
final class UplinkResource extends CoapResource {

    private final Edge edge;
    private final String token;

    UplinkResource(Edge edge, String token, String name) {
        super(name);
        this.edge = edge;
        this.token = token;
    }

    @Override
    public void handlePOST(CoapExchange exchange) {
        byte[] body = exchange.getRequestPayload();
        edge.answer(exchange, token, session -> send(session, body).thenApply(done -> Edge.done()));
    }

    private CompletionStage<Void> send(DeviceSession session, byte[] body) {
        return getName().equals("claim") ? edge.gateway.claim(session, body) : edge.gateway.telemetry(session, body);
    }
}
