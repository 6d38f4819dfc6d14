package io.atrium.transport.coap;

import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.ingest.DeviceCommand;
import io.atrium.ingest.DeviceSession;
import io.atrium.ingest.OpenLink;
import io.atrium.ingest.TransportLimits;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.server.resources.CoapExchange;

/**
 * {@code /api/v1/{token}/rpc}: GET with Observe is told commands {@code {"id","method","params"}}, POST to {@code rpc/{id}}
 * answers one (2.01), POST to {@code rpc} is the device's own call (2.05 with the reply).
 */
final class CommandsResource extends Observed {

    private final String commandId;

    CommandsResource(Edge edge, String token, String commandId) {
        super(edge, token, "rpc");
        this.commandId = commandId;
    }

    @Override
    public void handlePOST(CoapExchange exchange) {
        byte[] body = exchange.getRequestPayload();
        edge.answer(exchange, token, session -> commandId.isEmpty() ? call(session, body) : reply(session, body));
    }

    private CompletionStage<Response> call(DeviceSession session, byte[] body) {
        TransportLimits limits =
                new TransportLimits((int) edge.settings.maxBody().count(), 1);
        return edge.gateway.clientCommand(session, body, limits).thenApply(Edge::json);
    }

    private CompletionStage<Response> reply(DeviceSession session, byte[] body) {
        int id;
        try {
            id = Integer.parseInt(commandId);
        } catch (NumberFormatException e) {
            return CompletableFuture.failedFuture(
                    new Problem(Problem.Kind.BAD_REQUEST, "The id of a command is a number", e));
        }
        return edge.gateway.commandReply(session, id, body).thenApply(done -> Edge.done());
    }

    @Override
    CompletionStage<Response> read(CoapExchange exchange, DeviceSession session) {
        return CompletableFuture.failedFuture(
                Problem.badRequest("Commands come to devices that observe this resource"));
    }

    @Override
    CompletionStage<Response> begin(CoapExchange exchange, DeviceSession session) {
        return CompletableFuture.completedFuture(new Response(ResponseCode.CONTENT));
    }

    @Override
    void subscribe(OpenLink link) {
        link.subscribeCommands();
    }

    @Override
    public void attributesChanged(Map<String, Value> values, Collection<String> deleted) {
        throw new IllegalStateException("Only commands were asked for");
    }

    @Override
    public void command(DeviceCommand command) {
        offer(new Notification(Json.write(command.jsonWithId()), command.id()));
    }
}
