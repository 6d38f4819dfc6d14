package io.atrium.transport.coap;

import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.base.WholeNumber;
import io.atrium.ingest.DeviceCommand;
import io.atrium.ingest.OpenLink;
import io.atrium.ingest.Payloads;
import io.atrium.ingest.Payloads.Word;
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
        edge.answer(exchange, token, device -> commandId.isEmpty() ? call(device, body) : reply(device, body));
    }

    private CompletionStage<Response> call(Edge.Known device, byte[] body) {
        TransportLimits limits =
                new TransportLimits((int) edge.settings.maxBody().count(), 1);
        Payloads payloads = device.payloads();
        return edge.gateway
                .clientCommand(device.session(), payloads.json(Word.CALL, body), limits)
                .thenApply(answer -> Edge.content(payloads, payloads.answer(answer)));
    }

    private CompletionStage<Response> reply(Edge.Known device, byte[] body) {
        int id = WholeNumber.requireInt(commandId, "id");
        return edge.gateway
                .commandReply(device.session(), id, device.payloads().json(Word.REPLY, body))
                .thenApply(done -> Edge.done());
    }

    @Override
    CompletionStage<Response> read(CoapExchange exchange, Edge.Known device) {
        return CompletableFuture.failedFuture(
                Problem.badRequest("Commands come to devices that observe this resource"));
    }

    @Override
    CompletionStage<Response> begin(CoapExchange exchange, Edge.Known device) {
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
        offer(new Notification(written(command), command.id()));
    }

    /** As JSON it has its id inside, for a notification has no topic. */
    private byte[] written(DeviceCommand command) {
        return payloads() == Payloads.JSON
                ? Json.bytes(command.jsonWithId())
                : payloads().command(command);
    }
}
