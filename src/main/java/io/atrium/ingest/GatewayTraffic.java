package io.atrium.ingest;

import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.device.DeviceLogin;
import io.atrium.device.Devices;
import io.atrium.device.GatewayDevices;
import io.atrium.entity.Directory;
import io.atrium.entity.Platform;
import io.atrium.telemetry.BodyRules;
import io.atrium.telemetry.Decoded;
import io.atrium.telemetry.Telemetry;
import io.atrium.telemetry.TelemetryBody.Parts;
import io.atrium.telemetry.Terms;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What gateways send, shared by their sessions. A message about several devices is acknowledged when all of it is
 * durable. What of it may not be stored fails the message; the rest is stored all the same.
 */
final class GatewayTraffic {

    private final Platform platform;
    private final Telemetry telemetry;
    private final Devices devices;
    private final GatewayDevices gatewayDevices;
    private final DeviceGateway ingest;
    private final Limits limits;
    private final int maxDevices;

    GatewayTraffic(
            Platform platform,
            Telemetry telemetry,
            Devices devices,
            DeviceGateway ingest,
            Limits limits,
            int maxDevices) {
        this.platform = platform;
        this.telemetry = telemetry;
        this.devices = devices;
        this.gatewayDevices = new GatewayDevices(platform);
        this.ingest = ingest;
        this.limits = limits;
        this.maxDevices = maxDevices;
    }

    Limits limits() {
        return limits;
    }

    int maxDevices() {
        return maxDevices;
    }

    /** The device of a name that the gateway may speak for. */
    CompletableFuture<DeviceSession> find(DeviceSession gateway, String name, @Nullable String type) {
        return ingest.tasks().onWorker(() -> {
            long asOf = devices.asOf();
            UUID device = gatewayDevices.join(gatewayLogin(gateway), name, type);
            return CompletableFuture.completedFuture(
                    new DeviceSession(gateway.tenantId(), device, gateway.deviceId(), asOf, gateway.credentials()));
        });
    }

    private static DeviceLogin gatewayLogin(DeviceSession gateway) {
        return new DeviceLogin(gateway.tenantId(), gateway.deviceId(), gateway.credentials());
    }

    boolean maySpeakFor(DeviceSession gateway, DeviceSession device) {
        Optional<Directory> directory = telemetry.loaded(gateway.tenantId());
        return directory.isPresent()
                && GatewayDevices.maySpeakFor(directory.get(), gateway.deviceId(), device.deviceId());
    }

    CompletionStage<LeftOut> telemetry(GatewaySession gateway, byte[] body, Payloads payloads, boolean backfill) {
        long now = ingest.heard(gateway.session());
        BodyRules rules = telemetry.deviceRules();
        return all(
                gateway,
                () -> payloads.telemetryOfGateway(body, now, rules),
                (device, data) -> ingest.store(device, data, Terms.of(backfill)));
    }

    CompletionStage<LeftOut> attributes(GatewaySession gateway, byte[] body, Payloads payloads) {
        long now = ingest.heard(gateway.session());
        BodyRules rules = telemetry.deviceRules();
        return all(gateway, () -> payloads.attributesOfGateway(body, now, rules), ingest::setAttributes);
    }

    private interface Decoder {
        Parts parts();
    }

    private CompletionStage<LeftOut> all(
            GatewaySession gateway,
            Decoder decoder,
            BiFunction<DeviceSession, Decoded, CompletionStage<LeftOut>> work) {
        Parts parts;
        try {
            parts = decoder.parts();
            if (parts.parts().isEmpty()) {
                throw new Problem(
                        Problem.Kind.BAD_REQUEST,
                        "The message has no data of any device",
                        new GatewayFault(GatewayFault.Reason.NOTHING_LEFT));
            }
            requireSomething(parts);
        } catch (Problem problem) {
            telemetry.refused(gateway.session().deviceId(), problem);
            return CompletableFuture.failedFuture(problem);
        }
        telemetry.leftOut(gateway.session().deviceId(), parts.leftOut());
        List<CompletableFuture<LeftOut>> all = parts.parts().stream()
                .map(part -> gateway.join(part.name(), null)
                        .thenCompose(child -> work.apply(child.session(), part.data())
                                .whenComplete((done, fault) -> noteRate(child.link(), fault))
                                .exceptionallyCompose(GatewayTraffic::withoutBadPart))
                        .toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).thenApply(done -> leftOut(parts, all));
    }

    /** A message without a value of any device is refused for what was wrong with it. */
    private static void requireSomething(Parts parts) {
        boolean isEmpty =
                parts.parts().stream().allMatch(part -> part.data().readings().isEmpty());
        if (isEmpty) {
            parts.parts().stream()
                    .flatMap(part -> part.data().leftOut().refusal().stream())
                    .findFirst()
                    .ifPresent(refusal -> {
                        throw refusal;
                    });
        }
    }

    /** Bad data of one device is left out, so that the others of its message are acknowledged. */
    private static CompletableFuture<LeftOut> withoutBadPart(Throwable fault) {
        Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
        if (cause instanceof Problem problem
                && (problem.kind() == Problem.Kind.BAD_REQUEST || problem.kind() == Problem.Kind.ENTITY_LIMIT)
                && !(problem.getCause() instanceof GatewayFault)) {
            return CompletableFuture.completedFuture(LeftOut.of("", problem));
        }
        return CompletableFuture.failedFuture(fault);
    }

    /** What was left out of all of them, under their names. */
    private static LeftOut leftOut(Parts parts, List<CompletableFuture<LeftOut>> done) {
        LeftOut sum = parts.leftOut();
        for (int i = 0; i < done.size(); i++) {
            LeftOut one = done.get(i).join();
            if (!one.isNothing()) {
                LeftOut named = new LeftOut();
                named.add(parts.parts().get(i).name(), one);
                sum = sum.and(named);
            }
        }
        return sum;
    }

    private static void noteRate(OpenLink device, @Nullable Throwable fault) {
        Throwable cause = fault instanceof CompletionException ? fault.getCause() : fault;
        if (cause instanceof Problem problem
                && problem.getCause() instanceof GatewayFault reached
                && reached.reason() == GatewayFault.Reason.DEVICE_RATE) {
            device.tellTooFast();
        }
    }

    CompletionStage<Void> claim(GatewaySession gateway, byte[] body) {
        Map<String, ClaimBody> claims;
        try {
            claims = ClaimBody.ofGateway(body);
        } catch (Problem problem) {
            return CompletableFuture.failedFuture(problem);
        }
        return CompletableFuture.allOf(claims.entrySet().stream()
                .map(claim -> gateway.join(claim.getKey(), null)
                        .thenCompose(child -> ingest.claim(child.session(), claim.getValue()))
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
