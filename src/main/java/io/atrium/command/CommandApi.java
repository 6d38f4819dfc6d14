package io.atrium.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.PageLink;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.command.RpcStore.Row;
import io.atrium.device.DeviceKinds;
import io.atrium.entity.AccessReviews;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.entity.Side;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The routes of commands (device-data-api 7.4). The older ones differ in the status of a command that failed only. */
final class CommandApi {

    private static final String PERMISSION = "RPC_CALL on the device";
    private static final long GRACE_MILLIS = 2_000;
    private static final List<String> SORTS = List.of("createdTime", "expirationTime", "request", "response");

    private final Platform platform;
    private final Commands commands;
    private final CommandConfig config;
    private final AccessReviews reviews;

    CommandApi(Platform platform, Commands commands, CommandConfig config, AccessReviews reviews) {
        this.platform = platform;
        this.commands = commands;
        this.config = config;
        this.reviews = reviews;
    }

    /** The statuses of one generation of the routes for a device that is away or silent. */
    private record Failures(int notConnected, int noReply) {
        static final Failures OLD = new Failures(409, 408);
        static final Failures NEW = new Failures(504, 504);
    }

    void add(Routes routes) {
        sending(routes.area("RpcV1"), "/api/plugins/rpc/", "V1", Failures.OLD);
        sending(routes.area("RpcV2"), "/api/rpc/", "V2", Failures.NEW);
        Routes.Area area = routes.area("RpcV2");
        area.get("/api/rpc/persistent/{rpcId}", "getPersistedRpc", "A persistent command")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(PERMISSION)
                .answers(Rpc.class)
                .handle(call -> wire(require(call)));
        area.get(
                        "/api/rpc/persistent/device/{deviceId}",
                        "getPersistedRpcByDevice",
                        "The persistent commands of a device, newest first; people of a customer see those that their side"
                                + " sent, and those of the time when the device was their customer's")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(PERMISSION)
                .query("rpcStatus", RpcStatus.class, "Only commands with this status")
                .page(SORTS)
                .answersPage(Rpc.class)
                .handle(this::page);
        area.delete("/api/rpc/persistent/{rpcId}", "deleteRpc", "Deletes a persistent command, sent or not")
                .callers(Routes.TENANT)
                .permission(PERMISSION)
                .handle(call -> {
                    Row row = require(call);
                    commands.delete(row.deviceId(), row.id());
                    return null;
                });
    }

    private Reply page(Call call) {
        Scope scope = platform.scopes().of(call.actor());
        Entry device = device(scope, call.id("deviceId"));
        RpcStatus status = call.choice("rpcStatus", RpcStatus.class).orElse(null);
        RpcStore.Wanted wanted = new RpcStore.Wanted(device.id(), status, Side.customers(scope));
        PageLink link = call.pageLink();
        return platform.heavyReads().run(scope, effort -> {
            // Before a connection to the database is taken, on which others wait.
            effort.expectLong();
            RpcStore store = commands.persistent().store();
            return Reply.json(200, store.page(wanted, link, effort::hold).map(CommandApi::wire));
        });
    }

    private void sending(Routes.Area area, String prefix, String generation, Failures failures) {
        area.post(
                        prefix + "oneway/{deviceId}",
                        "handleOneWayDeviceRPCRequest" + generation,
                        "Sends a command that the device does not answer")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(PERMISSION)
                .body(String.class)
                .answersText()
                .handle(call -> send(call, true, failures));
        area.post(
                        prefix + "twoway/{deviceId}",
                        "handleTwoWayDeviceRPCRequest" + generation,
                        "Sends a command and waits for the device's answer")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(PERMISSION)
                .body(String.class)
                .answersText()
                .handle(call -> send(call, false, failures));
    }

    private Reply send(Call call, boolean oneway, Failures failures) {
        Scope scope = platform.scopes().of(call.actor());
        Entry device = device(scope, call.id("deviceId"));
        CallBody body = CallBody.of(
                call.body(ObjectNode.class), config, platform.clock().millis());
        audit(scope, device, body, oneway);
        UUID tenant = call.actor().tenantId();
        if (body.persistent()) {
            Origin origin = scope.read(() -> Origin.of(scope, device));
            UUID id = commands.persistent().add(tenant, device.id(), origin, body.order(oneway));
            return Reply.json(200, Map.of("rpcId", id));
        }
        return switch (await(
                call, device, commands.call(tenant, device.id(), body.request(call.actor(), oneway)), body)) {
            case Outcome.Delivered _ -> Reply.empty(200);
            case Outcome.Replied replied -> reply(replied.text());
            case Outcome.NotConnected _ ->
                failure(failures.notConnected(), "The device did not listen before the time-out");
            case Outcome.NoReply _ -> failure(failures.noReply(), "The device did not answer before the time-out");
        };
    }

    /** Waits for as long as the caller may: an answer goes to nobody whose right has ended meanwhile. */
    private Outcome await(Call call, Entry device, CompletableFuture<Outcome> outcome, CallBody body) {
        Runnable judge = () -> {
            try {
                requireStill(call, device);
            } catch (Problem ended) {
                outcome.completeExceptionally(ended);
            }
        };
        try (AccessReviews.Registration _ = reviews.add(call.actor().tenantId(), judge)) {
            // What ended between the first look and the registration told nobody.
            judge.run();
            // The clockwork of the feature ends it; this is for the case that it does not run.
            Outcome found = outcome.completeOnTimeout(
                            new Outcome.NoReply(), body.timeoutMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
            requireStill(call, device);
            return found;
        } catch (CompletionException e) {
            throw e.getCause() instanceof Problem ended ? ended : e;
        }
    }

    private void requireStill(Call call, Entry device) {
        call.requireLogIn();
        device(platform.scopes().of(call.actor()), device.id());
    }

    private Entry device(Scope scope, UUID id) {
        return scope.read(() -> scope.require(Operation.RPC_CALL, DeviceKinds.DEVICE, id));
    }

    private Reply reply(String text) {
        try {
            return Reply.json(Json.bytes(Json.read(text, JsonNode.class)));
        } catch (Problem notJson) {
            return failure(406, "The device's answer is not JSON");
        }
    }

    private Reply failure(int status, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", status);
        body.put("message", message);
        body.put("errorCode", 2);
        body.put("timestamp", platform.clock().millis());
        return Reply.json(status, body);
    }

    private void audit(Scope scope, Entry device, CallBody body, boolean oneway) {
        AuditTrail.Subject subject = scope.read(() -> new AuditTrail.Subject(
                scope.directory().ref(device),
                device.name(),
                device.owner() == AccessModel.TENANT
                        ? null
                        : scope.directory().entry(device.owner()).id()));
        platform.audit()
                .record(
                        scope.actor(),
                        scope.directory().tenantId(),
                        AuditAction.RPC_CALL,
                        subject,
                        Json.object()
                                .put("entityId", device.id().toString())
                                .put("oneWay", oneway)
                                .put("persistent", body.persistent())
                                .put("method", body.method())
                                .set("params", body.params()));
    }

    // ---- persistent --------------------------------------------------------------------------------------------

    /** A command of somebody else's device, of another tenant or side, or none at all: it does not exist. */
    private Row require(Call call) {
        Row row = commands.persistent()
                .store()
                .find(call.actor().tenantId(), call.id("rpcId"))
                .orElseThrow(Problem::notFound);
        Scope scope = platform.scopes().of(call.actor());
        device(scope, row.deviceId());
        if (!row.origin().isShownTo(Side.customers(scope))) {
            throw Problem.notFound();
        }
        return row;
    }

    private static Rpc wire(Row row) {
        return new Rpc(
                new Ref("RPC", row.id()),
                Ids.millisOf(row.id()),
                Ref.tenant(row.tenantId()),
                new Ref(DeviceKinds.DEVICE.name(), row.deviceId()),
                row.expiration(),
                tree(row.request()),
                response(row.response()),
                row.status(),
                tree(row.additionalInfo()));
    }

    private static @Nullable JsonNode tree(@Nullable String json) {
        return json == null ? null : Json.raw(json);
    }

    /** Devices answer what they like; what is not JSON is shown as a text. */
    private static @Nullable JsonNode response(@Nullable String text) {
        try {
            if (text == null || text.isEmpty()) {
                return null;
            }
            Json.read(text, JsonNode.class);
            return Json.raw(text);
        } catch (Problem notJson) {
            return Json.tree(text);
        }
    }
}
