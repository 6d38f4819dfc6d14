package io.atrium.transport.coap;

import java.util.concurrent.CompletionStage;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.Response;
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
        edge.answer(exchange, token, device -> send(device, body, backfill));
    }

    private CompletionStage<Response> send(Edge.Known device, byte[] body, boolean backfill) {
        return getName().equals("claim")
                ? edge.gateway.claim(device.session(), body).thenApply(done -> Edge.done())
                : edge.gateway
                        .telemetry(device.session(), body, device.payloads(), backfill)
                        .thenApply(Edge::taken);
    }
}
