package io.atrium.transport.coap;

import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.ingest.DeviceAttributes;
import io.atrium.ingest.DeviceCommand;
import io.atrium.ingest.DeviceSession;
import io.atrium.ingest.OpenLink;
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
        edge.answer(exchange, token, session -> edge.gateway
                .attributes(session, body)
                .thenApply(done -> Edge.done()));
    }

    @Override
    CompletionStage<Response> read(CoapExchange exchange, DeviceSession session) {
        return edge.gateway
                .requestAttributes(session, keys(exchange, "clientKeys"), keys(exchange, "sharedKeys"))
                .thenApply(AttributesResource::found);
    }

    private static Response found(DeviceAttributes attributes) {
        if (attributes.client().isEmpty() && attributes.shared().isEmpty()) {
            throw Problem.notFound();
        }
        return Edge.json(attributes.json());
    }

    /** An observation of a device without attributes is none the less one. */
    @Override
    CompletionStage<Response> begin(CoapExchange exchange, DeviceSession session) {
        return edge.gateway
                .requestAttributes(session, keys(exchange, "clientKeys"), keys(exchange, "sharedKeys"))
                .thenApply(attributes -> Edge.json(attributes.json()));
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
            var json = Json.object();
            values.forEach((key, value) -> json.set(key, value.json()));
            offer(new Notification(Json.write(json), -1));
        }
        if (!deleted.isEmpty()) {
            offer(new Notification(Json.write(Map.of("deleted", deleted)), -1));
        }
    }

    @Override
    public void command(DeviceCommand command) {
        throw new IllegalStateException("Only attributes were asked for");
    }
}
