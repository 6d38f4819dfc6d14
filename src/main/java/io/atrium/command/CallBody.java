package io.atrium.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.WholeNumber;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of a device.
 *
 * @param expiration when a persistent command is over
 */
record CallBody(
        String method,
        JsonNode params,
        long timeoutMillis,
        boolean persistent,
        long expiration,
        int retries,
        @Nullable JsonNode additionalInfo) {

    private static final long DEFAULT_TIMEOUT = 10_000;
    private static final int DEFAULT_RETRIES = 5;
    private static final int MAX_RETRIES = 100;
    private static final int MAX_METHOD = 255;

    static CallBody of(ObjectNode body, CommandConfig config, long now) {
        JsonNode method = body.path("method");
        if (!method.isTextual()
                || method.textValue().isBlank()
                || method.textValue().length() > MAX_METHOD) {
            throw Problem.badRequest("Field 'method' must be a text of 1 to " + MAX_METHOD + " characters");
        }
        JsonNode params = body.has("params") ? body.get("params") : NullNode.getInstance();
        JsonNode info = body.path("additionalInfo").isContainerNode() ? body.get("additionalInfo") : null;
        int size = method.textValue().length()
                + params.toString().length()
                + (info == null ? 0 : info.toString().length());
        if (size > config.maxRequest()) {
            throw Problem.badRequest("The command is " + size + " characters long; the limit ATRIUM_RPC_MAX_REQUEST is "
                    + config.maxRequest());
        }
        if (Json.holdsNul(body.toString())) {
            throw Problem.badRequest("Text must not contain the character U+0000");
        }
        long timeout = Math.max(
                config.minTimeout().toMillis(),
                Math.min(config.maxTimeout().toMillis(), number(body, "timeout", DEFAULT_TIMEOUT)));
        boolean persistent = flag(body, "persistent");
        long expiration = number(body, "expirationTime", now + timeout);
        if (persistent && expiration <= now) {
            throw Problem.badRequest("Field 'expirationTime' must be in the future");
        }
        long retries = number(body, "retries", DEFAULT_RETRIES);
        if (retries < 0 || retries > MAX_RETRIES) {
            throw Problem.badRequest("Field 'retries' must be from 0 to " + MAX_RETRIES);
        }
        return new CallBody(method.textValue(), params, timeout, persistent, expiration, (int) retries, info);
    }

    private static boolean flag(ObjectNode body, String field) {
        JsonNode value = body.get(field);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw Problem.badRequest("Field '" + field + "' must be true or false");
        }
        return value.booleanValue();
    }

    private static long number(ObjectNode body, String field, long fallback) {
        JsonNode value = body.get(field);
        if (value == null || value.isNull()) {
            return fallback;
        }
        return WholeNumber.require(value, field);
    }

    Commands.Request request(Actor caller, boolean oneway) {
        return new Commands.Request(caller, method, params, oneway, timeoutMillis);
    }

    PersistentCommands.Order order(boolean oneway) {
        ObjectNode body = Json.object().put("method", method);
        body.set("params", params);
        return new PersistentCommands.Order(body, oneway, expiration, retries, additionalInfo);
    }
}
