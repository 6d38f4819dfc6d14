package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.BodyEdit;
import io.atrium.entity.Change;
import io.atrium.entity.Entry;
import io.atrium.entity.Mark;
import io.atrium.entity.Scope;
import java.util.List;

/**
 * What the wire says of gateways in a device's {@code additionalInfo}. A gateway speaks for other devices, so these
 * members are for administrators of the device's owner: for all others they stay as they are. That a device is a gateway
 * is kept as a mark; the body only repeats it.
 */
final class GatewayFlags {

    static final String GATEWAY = "gateway";
    static final String ONLY_ATTACHED = "gatewayOnlyAttached";

    private static final String INFO = "additionalInfo";

    /** The last one makes a sign of life of the gateway count for what is behind it. */
    private static final List<String> ALL = List.of(GATEWAY, ONLY_ATTACHED, "overwriteActivityTime");

    private GatewayFlags() {}

    /** Keeps the flags of a present device, and refuses other values, for callers who may not set them. */
    static void prepare(Scope scope, ObjectNode document, Entry before) {
        if (mayAdminister(scope, before.type(), before.owner())) {
            return;
        }
        JsonNode stored = BodyEdit.read(scope.directory().body(before)).path(INFO);
        for (String flag : ALL) {
            JsonNode sent = document.path(INFO).path(flag);
            boolean is = stored.path(flag).asBoolean(false);
            if (sent.isMissingNode() || sent.isNull()) {
                if (is) {
                    info(document).put(flag, true);
                }
            } else if (sent.asBoolean(false) != is) {
                throw refused(flag);
            }
        }
    }

    private static ObjectNode info(ObjectNode document) {
        JsonNode info = document.path(INFO);
        if (info instanceof ObjectNode object) {
            return object;
        }
        if (info.isMissingNode() || info.isNull()) {
            return document.putObject(INFO);
        }
        throw Problem.badRequest("Field '" + INFO + "' must be an object");
    }

    /** Takes the flags of a new device. */
    static void inserted(Change change, Scope scope, Entry device, ObjectNode document) {
        for (String flag : ALL) {
            if (document.path(INFO).path(flag).asBoolean(false)
                    && !mayAdminister(scope, device.type(), device.owner())) {
                throw refused(flag);
            }
        }
        mark(change, device, document);
    }

    /** Brings the marks in step with a document that was judged already. */
    static void mark(Change change, Entry device, ObjectNode document) {
        boolean isGateway = document.path(INFO).path(GATEWAY).asBoolean(false);
        if (isGateway && !change.directory().marks().has(Mark.GATEWAY, device.ordinal())) {
            requireSecret(change, device);
        }
        set(change, device, Mark.GATEWAY, isGateway);
        set(
                change,
                device,
                Mark.ONLY_ATTACHED,
                document.path(INFO).path(ONLY_ATTACHED).asBoolean(false));
    }

    /** Who learnt the credentials of a plain device under a share would speak for all others of its owner. */
    private static void requireSecret(Change change, Entry device) {
        if (change.directory().secretReaders().isKnownElsewhere(change.directory(), device)) {
            throw Problem.badRequest(
                    "People of another side know the credentials of the device; before it becomes a gateway"
                            + " give it new ones: POST /api/device/{deviceId}/credentials/renew");
        }
    }

    private static void set(Change change, Entry device, Mark mark, boolean wanted) {
        boolean is = change.directory().marks().has(mark, device.ordinal());
        if (wanted && !is) {
            change.facts().mark(device, mark);
        } else if (!wanted && is) {
            change.facts().unmark(device, mark);
        }
    }

    /** A gateway that is handed on stays one only if the hand is an administrator's on the other side, too. */
    static void changingOwner(Change change, Scope scope, Entry device, Entry newOwner) {
        if (change.directory().marks().has(Mark.GATEWAY, device.ordinal())
                && !(mayAdminister(scope, device.type(), device.owner())
                        && mayAdminister(scope, device.type(), newOwner.ordinal()))) {
            BodyEdit.apply(change, device, change.body(device), body -> {
                if (body.path(INFO) instanceof ObjectNode info) {
                    info.remove(ALL);
                }
            });
            mark(change, device, Json.object());
        }
    }

    static boolean mayAdminister(Scope scope, int deviceType, int owner) {
        return scope.directory().access().administers(scope.subject(), deviceType, owner);
    }

    private static Problem refused(String flag) {
        return Problem.forbidden("You don't have permission to change '" + INFO + "." + flag
                + "': that is for administrators of the device's owner");
    }
}
