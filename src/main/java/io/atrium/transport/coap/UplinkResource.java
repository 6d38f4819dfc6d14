package io.atrium.transport.coap;

import io.atrium.ingest.DeviceSession;
import java.util.concurrent.CompletionStage;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.server.resources.CoapExchange;

/** {@code POST /api/v1/{token}/telemetry[?backfill=true]} and {@code /claim}: 2.01. */
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
        boolean backfill = "true".equals(exchange.getQueryParameter("backfill"));
        edge.answer(exchange, token, session -> send(session, body, backfill).thenApply(done -> Edge.done()));
    }

    private CompletionStage<Void> send(DeviceSession session, byte[] body, boolean backfill) {
        return getName().equals("claim")
                ? edge.gateway.claim(session, body)
                : edge.gateway.telemetry(session, body, backfill);
    }
}
