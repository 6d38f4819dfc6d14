package io.atrium.transport.coap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.server.resources.CoapExchange;

/** {@code POST /api/v1/provision}: 2.01 with credentials, or 4.00 with the reason. */
final class ProvisionResource extends CoapResource {

    private final Edge edge;

    ProvisionResource(Edge edge) {
        super("provision");
        this.edge = edge;
    }

    @Override
    public void handlePOST(CoapExchange exchange) {
        edge.answer(
                exchange,
                edge.gateway
                        .provision(exchange.getRequestPayload(), Edge.address(exchange))
                        .thenApply(ProvisionResource::response));
    }

    private static Response response(ObjectNode outcome) {
        boolean success = outcome.path("status").asText().equals("SUCCESS");
        Response response = new Response(success ? ResponseCode.CREATED : ResponseCode.BAD_REQUEST);
        Response json = Edge.json(outcome);
        response.setPayload(json.getPayload());
        response.setOptions(json.getOptions());
        return response;
    }
}
