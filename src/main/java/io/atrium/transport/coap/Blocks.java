package io.atrium.transport.coap;

import io.atrium.base.Problem;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.Outbox;
import org.eclipse.californium.core.network.stack.BlockwiseLayer;
import org.eclipse.californium.core.network.stack.CoapUdpStack;
import org.eclipse.californium.core.network.stack.Layer;
import org.eclipse.californium.elements.config.Configuration;

/**
 * Bodies in blocks: those that come are kept by {@link OpenUploads}, after it is known who sends them; those that go are the
 * library's affair. The library's own uploads take a whole body's room for the first block of anybody.
 */
final class Blocks extends BlockwiseLayer {

    private static final int SIZE_MASK = 7;

    private final Edge edge;
    private final OpenUploads uploads;

    private Blocks(String tag, Configuration configuration, Edge edge, OpenUploads uploads) {
        super(tag, false, configuration);
        this.edge = edge;
        this.uploads = uploads;
    }

    /** The layers of an endpoint, with this one in the place of the library's. */
    static CoapUdpStack stack(String tag, Configuration configuration, Outbox outbox, Edge edge, OpenUploads uploads) {
        // The layers are made by the constructor, before a field of a subclass would be there.
        return new CoapUdpStack(tag, configuration, outbox) {
            @Override
            protected Layer createBlockwiseLayer(String name, Configuration given) {
                Configuration own = new Configuration(given);
                // An answer in blocks is kept whole until the last of them is asked for.
                long kept = edge.settings.maxUploads().count()
                        / edge.settings.maxBody().count();
                own.set(CoapConfig.MAX_ACTIVE_PEERS, (int) Math.clamp(kept, 1, edge.settings.maxPeers()));
                return new Blocks(name, own, edge, uploads);
            }
        };
    }

    @Override
    public void receiveRequest(Exchange exchange, Request request) {
        BlockOption block = request.getOptions().getBlock1();
        if (block == null) {
            super.receiveRequest(exchange, request);
            return;
        }
        Object peer = request.getSourceContext().getPeerAddress();
        String path = request.getCode() + " " + request.getOptions().getUriString();
        if (block.getSzx() >= SIZE_MASK || block.isM() && request.getPayloadSize() != block.getSize()) {
            refuse(exchange, Problem.badRequest("The length of a block must be what its option says"));
        } else if (block.getNum() == 0) {
            first(exchange, request, peer, path);
        } else if (uploads.expects(peer, path, block.getOffset())) {
            take(exchange, request, peer);
        } else {
            answer(exchange, request, new Response(ResponseCode.REQUEST_ENTITY_INCOMPLETE));
        }
    }

    /** Keeps nothing before it is known whose it is. */
    private void first(Exchange exchange, Request request, Object peer, String path) {
        Integer told = request.getOptions().getSize1();
        if (told != null && told > uploads.mostOfOne()) {
            refuse(exchange, tooLarge());
            return;
        }
        List<String> segments = request.getOptions().getUriPath();
        if (!request.getCode().equals(Code.POST) || !CoapServer.takesBodies(segments)) {
            super.receiveRequest(exchange, whole(exchange, request, request.getPayload()));
            return;
        }
        if (segments.size() == CoapServer.PROVISION_SEGMENTS) {
            begin(exchange, request, peer, path, "");
            return;
        }
        String token = segments.get(2);
        CompletionStage<Edge.Known> known = edge.login(token, Edge.address(request.getSourceContext()));
        known.whenComplete((device, fault) -> exchange.execute(() -> {
            if (fault == null) {
                begin(exchange, request, peer, path, token);
            } else {
                answer(exchange, request, Edge.refusal(fault));
            }
        }));
    }

    private Problem tooLarge() {
        return Problem.of(
                Problem.Kind.TOO_LARGE,
                "The body is larger than " + uploads.mostOfOne() + " bytes; the limit is ATRIUM_COAP_MAX_BODY");
    }

    private void begin(Exchange exchange, Request request, Object peer, String path, String holder) {
        uploads.begin(peer, path, holder);
        take(exchange, request, peer);
    }

    private void take(Exchange exchange, Request request, Object peer) {
        BlockOption block = request.getOptions().getBlock1();
        try {
            uploads.add(peer, request.getPayload());
        } catch (Problem problem) {
            refuse(exchange, problem);
            return;
        }
        if (block.isM()) {
            answer(exchange, request, new Response(ResponseCode.CONTINUE));
        } else {
            super.receiveRequest(exchange, whole(exchange, request, uploads.end(peer)));
        }
    }

    /** The request as if it had come at once; its answer says which block was the last. */
    private static Request whole(Exchange exchange, Request last, byte[] body) {
        exchange.setBlock1ToAck(last.getOptions().getBlock1());
        Request request = new Request(last.getCode());
        request.setOptions(last.getOptions());
        request.getOptions().removeBlock1();
        request.setPayload(body);
        request.setMID(last.getMID());
        request.setToken(last.getToken());
        request.setType(last.getType());
        request.setScheme(last.getScheme());
        request.setSourceContext(last.getSourceContext());
        exchange.setRequest(request);
        return request;
    }

    private void refuse(Exchange exchange, Problem problem) {
        Response response = Edge.refusal(problem);
        if (problem.kind() == Problem.Kind.TOO_LARGE) {
            response.getOptions().setSize1(uploads.mostOfOne());
        }
        answer(exchange, exchange.getRequest(), response);
    }

    private static void answer(Exchange exchange, Request request, Response response) {
        BlockOption block = request.getOptions().getBlock1();
        if (block != null) {
            boolean goesOn = response.getCode() == ResponseCode.CONTINUE;
            response.getOptions().setBlock1(block.getSzx(), goesOn, block.getNum());
        }
        exchange.sendResponse(response);
    }
}
