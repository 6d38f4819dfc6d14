package io.atrium.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.DeviceJson;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.ingest.RateRules.Party;
import io.atrium.ingest.RateRules.Rates;
import io.atrium.ingest.RateRules.Unit;

/**
 * Answers what devices ask of the platform. As long as there are no rules that could answer, every method but
 * {@code getSessionLimits} gets its error at once; to let a device wait for a time-out would tell it less, later.
 */
final class ClientCommands {

    private final Limits limits;

    ClientCommands(Limits limits) {
        this.limits = limits;
    }

    JsonNode answer(DeviceSession session, boolean isGateway, byte[] body, TransportLimits transport) {
        JsonNode method = DeviceJson.tree(body).path("method");
        if (!method.isTextual() || method.textValue().isBlank()) {
            throw Problem.badRequest("Field 'method' must be a text");
        }
        return method.textValue().equals("getSessionLimits")
                ? sessionLimits(session, isGateway, transport)
                : Json.object().put("error", "no rule answers the method " + method.textValue());
    }

    private ObjectNode sessionLimits(DeviceSession session, boolean isGateway, TransportLimits transport) {
        RateRules rules = limits.rules(session.tenantId());
        ObjectNode answer = Json.object()
                .put("maxPayloadSize", transport.maxPayloadBytes())
                .put("maxInflightMessages", transport.maxInflightMessages());
        answer.set("rateLimits", json(rules.of(isGateway ? Party.DEVICE_BEHIND_GATEWAY : Party.DEVICE)));
        if (isGateway) {
            answer.set("gatewayRateLimits", json(rules.of(Party.GATEWAY)));
        }
        return answer;
    }

    private static ObjectNode json(Rates rates) {
        return Json.object()
                .put("messages", rates.text(Unit.MESSAGES))
                .put("telemetryMessages", rates.text(Unit.TELEMETRY_MESSAGES))
                .put("telemetryDataPoints", rates.text(Unit.DATA_POINTS));
    }
}
