package io.atrium.transport.coap;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.ingest.DeviceAttributes;
import io.atrium.ingest.DeviceCommand;
import io.atrium.ingest.DeviceSession;
import io.atrium.ingest.OpenLink;
import io.atrium.ingest.Payloads;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/{token}/attributes}: POST sets client attributes (2.01), GET reads (2.05, or 4.04 when nothing is found),
 * GET with Observe is told every change of shared attributes.
 */
final class AttributesResource extends Observed {

    AttributesResource(Edge edge, String token) {
        super(edge, token, "attributes");
    }

    @Override
    public void handlePOST(CoapExchange exchange) {
        byte[] body = exchange.getRequestPayload();
        edge.answer(exchange, token, device -> edge.gateway
                .attributes(device.session(), body, device.payloads())
                .thenApply(Edge::taken));
    }

    @Override
    CompletionStage<Response> read(CoapExchange exchange, Edge.Known device) {
        return attributes(exchange, device.session()).thenApply(found -> {
            if (found.client().isEmpty() && found.shared().isEmpty()) {
                throw Problem.notFound();
            }
            return content(device.payloads(), found);
        });
    }

    private CompletionStage<DeviceAttributes> attributes(CoapExchange exchange, DeviceSession session) {
        return edge.gateway.requestAttributes(session, keys(exchange, "clientKeys"), keys(exchange, "sharedKeys"));
    }

    private static Response content(Payloads payloads, DeviceAttributes found) {
        return Edge.content(payloads, payloads.found(0, found));
    }

    /** An observation of a device without attributes is none the less one. */
    @Override
    CompletionStage<Response> begin(CoapExchange exchange, Edge.Known device) {
        return attributes(exchange, device.session()).thenApply(found -> content(device.payloads(), found));
    }

    private static List<String> keys(CoapExchange exchange, String name) {
        @Nullable String value = exchange.getQueryParameter(name);
        return value == null
                ? List.of()
                : Arrays.stream(value.split(","))
                        .map(String::strip)
                        .filter(key -> !key.isEmpty())
                        .toList();
    }

    @Override
    void subscribe(OpenLink link) {
        link.subscribeAttributes();
    }

    @Override
    public void attributesChanged(Map<String, Value> values, Collection<String> deleted) {
        if (!values.isEmpty()) {
            offer(new Notification(payloads().changed(values), -1));
        }
        if (!deleted.isEmpty()) {
            offer(new Notification(payloads().deleted(deleted), -1));
        }
    }

    @Override
    public void command(DeviceCommand command) {
        throw new IllegalStateException("Only attributes were asked for");
    }
}
