package io.atrium.device;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Entities.Form;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Claiming of devices by users of customers (device-data-api 7.3). */
final class ClaimApi {

    private static final String PATH = "/api/customer/device/{deviceName}/claim";

    private final Platform platform;
    private final EntityChanges changes;
    private final Claims claims;

    ClaimApi(Platform platform, EntityChanges changes, Claims claims) {
        this.platform = platform;
        this.changes = changes;
        this.claims = claims;
    }

    /** The secret that the device was offered with; absent for none. */
    record ClaimRequest(@Nullable String secretKey) {}

    void add(Routes routes) {
        Routes.Area area = routes.area("Device");
        area.post(PATH, "claimDevice", "Takes over a device that offers itself; a wrong secret uses the offer up")
                .callers(Routes.CUSTOMER)
                .permission("CLAIM_DEVICES in general, and READ on the sub-customer")
                .query("subCustomerId", UUID.class, "A customer below the caller's own that the device is for")
                .body(ClaimRequest.class)
                .answersText()
                .handle(this::claim);
        area.delete(PATH, "reClaimDevice", "Gives a claimed device back to the tenant")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("CLAIM_DEVICES on the device")
                .answersText()
                .handle(call -> {
                    Scope scope = platform.scopes().of(call.actor());
                    platform.gate().change(call.actor(), call.actor().tenantId(), change -> {
                        Entry device =
                                NewDevices.find(change, call.path("deviceName")).orElseThrow(Problem::notFound);
                        scope.require(Operation.CLAIM_DEVICES, device);
                        claims.giveBack(change, changes, scope, device);
                        return device;
                    });
                    return null;
                });
    }

    private Reply claim(Call call) {
        Scope scope = platform.scopes().of(call.actor());
        Optional<UUID> below = call.optionalId("subCustomerId");
        String secret = call.optionalBody(ClaimRequest.class)
                .map(ClaimRequest::secretKey)
                .orElse("");
        Claims.Judged judged = platform.gate().change(call.actor(), call.actor().tenantId(), change -> {
            scope.requireGenerally(Operation.CLAIM_DEVICES, DeviceKinds.DEVICE.name());
            Entry customer = below.isEmpty() ? scope.owner() : customer(scope, below.get());
            return claims.claim(change, changes, scope, call.path("deviceName"), secret, customer);
        });
        if (judged.result() != Claims.Result.SUCCESS) {
            return Reply.json(400, judged.result().name());
        }
        ObjectNode answer = Json.object();
        scope.read(() -> answer.set(
                "device",
                scope.may(Operation.READ, judged.device())
                        ? platform.entities().document(scope, judged.device(), Form.PLAIN)
                        : NullNode.getInstance()));
        return Reply.json(200, answer.put("response", judged.result().name()));
    }

    private static Entry customer(Scope scope, UUID id) {
        Entry customer = scope.require(Operation.READ, new Ref(TypeTable.CUSTOMER, id));
        if (!scope.isAtOrBelowOwn(customer)) {
            throw Problem.notFound();
        }
        return customer;
    }
}
