package io.atrium.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.command.Commands;
import io.atrium.device.Claims;
import io.atrium.device.Devices;
import io.atrium.device.Provisioning;
import io.atrium.entity.Directory;
import io.atrium.entity.EntityDeleted;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest;
import io.atrium.entity.Platform;
import io.atrium.telemetry.Decoded;
import io.atrium.telemetry.Telemetry;
import io.atrium.telemetry.Terms;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a device may do, for all transports. No method waits, so all may be called on event loops; the stages fail with a
 * {@link Problem} and complete on any thread.
 */
public final class DeviceGateway {

    private static final Problem UNKNOWN_TOPIC = Problem.badPart("The topic is unknown");

    private final Platform platform;
    private final Telemetry telemetry;
    private final Devices devices;
    private final Commands commands;
    private final ProvisioningRequests provisioning;
    private final Claims claims;
    private final Logins logins;
    private final Limits limits;
    private final GatewayTraffic traffic;
    private final ClientCommands clientCommands;
    private final DeviceLinks links;
    private final DeviceActivity activity;
    private final DeviceTasks tasks;
    private final Guesses guesses;
    private final DevicePayloads.Schemas schemas = new DevicePayloads.Schemas();
    private final IngestConfig config;

    /**
     * What this package is built over.
     *
     * @param tenantProfiles reads the configuration of a tenant's profile
     */
    public record Parts(
            Platform platform,
            Telemetry telemetry,
            Devices devices,
            Commands commands,
            Claims claims,
            Function<UUID, @Nullable JsonNode> tenantProfiles) {}

    /**
     * @param workers runs what waits for the database, on threads that may
     */
    DeviceGateway(Parts parts, IngestConfig config, Executor workers) {
        this.platform = parts.platform();
        this.telemetry = parts.telemetry();
        this.devices = parts.devices();
        this.commands = parts.commands();
        this.config = config;
        this.guesses = new Guesses(platform.clock(), config);
        this.tasks = new DeviceTasks(platform, telemetry, workers, config.attributeQueue());
        Provisioning newcomers = new Provisioning(platform);
        this.provisioning = new ProvisioningRequests(newcomers, guesses, tasks);
        this.claims = parts.claims();
        this.limits = new Limits(platform, parts.tenantProfiles(), workers);
        this.logins = new Logins(platform, telemetry, devices, newcomers, limits, workers);
        this.links = new DeviceLinks(platform, telemetry, devices, commands);
        this.clientCommands = new ClientCommands(limits);
        this.traffic = new GatewayTraffic(platform, telemetry, devices, this, limits, config.gatewayDevices());
        this.activity =
                new DeviceActivity(platform.directories(), platform.attributes(), platform.clock(), config, workers);
        platform.bus()
                .on(EntityDeleted.class, event -> activity.forget(event.entity().id()));
    }

    // ---- coming in ---------------------------------------------------------------------------------------------

    /** Judges what somebody presented. Never fails: what cannot be told is refused as UNAVAILABLE. */
    public CompletionStage<LoginResult> login(Presented presented, DeviceTransport transport) {
        return logins.login(presented, transport);
    }

    /** As the other, for somebody at an address: who guessed too often there is refused before anything is looked up. */
    public CompletionStage<LoginResult> login(Presented presented, DeviceTransport transport, String address) {
        String name = presented.name();
        if (!guesses.mayTry(address, name)) {
            return CompletableFuture.completedFuture(new LoginResult.Refused(LoginResult.Reason.RATE_LIMIT));
        }
        return guesses.counted(address, name, login(presented, transport), LoginResult::verdict);
    }

    /** The count of what was wrong, by address. */
    public Guesses guesses() {
        return guesses;
    }

    /** True if {@link #byToken} answers at once. */
    public boolean isInMemory(String token) {
        return devices.isInMemory(token);
    }

    /** The device that an access token stands for; empty if there is none. */
    public Optional<DeviceSession> byToken(String token) {
        long asOf = devices.asOf();
        return devices.byToken(token).map(login -> DeviceSession.direct(login, asOf));
    }

    /** The device as it is now; empty if it is gone, or not in memory at the moment. */
    public Optional<DeviceFacts> facts(DeviceSession session) {
        return telemetry
                .loaded(session.tenantId())
                .flatMap(directory -> directory.read(
                        () -> directory.find(session.deviceId()).map(device -> DeviceFacts.of(directory, device))));
    }

    /** How messages from and to the device are written. */
    public DevicePayloads payloads(DeviceFacts facts) {
        return schemas.of(facts);
    }

    /** The registry of the devices that listen. */
    public DeviceLinks links() {
        return links;
    }

    /**
     * Opens a link for somebody who waits in a device's name, beside any other link of the device. The wait counts as a
     * message.
     *
     * @throws Problem if a rate is reached
     */
    public OpenLink listen(DeviceSession session, DeviceTransport transport, DeviceLink link) {
        limits.message(session);
        heard(session);
        return links.open(session, transport, DeviceLinks.Manner.SHARED, link);
    }

    /**
     * The devices behind a gateway that has connected.
     *
     * @param places makes the way to a device, by its name
     */
    public GatewaySession openGateway(
            DeviceSession session, DeviceTransport transport, Function<String, DeviceLink> places) {
        return new GatewaySession(this, traffic, session, transport, places);
    }

    /**
     * Answers a device that is not known yet with {@code {"status":"SUCCESS","credentialsType":..,"credentialsValue":..}}
     * or a status NOT_FOUND or FAILURE (device-data-api 1.9). Fails on a body that is no JSON object.
     */
    public CompletionStage<ObjectNode> provision(byte[] body, String address) {
        return provisioning.answer(body, address);
    }

    // ---- data --------------------------------------------------------------------------------------------------

    /** Stores telemetry in any form of device-data-api 1.4; completes when it is durable and visible. */
    public CompletionStage<LeftOut> telemetry(DeviceSession session, byte[] body) {
        return telemetry(session, body, Payloads.JSON, false);
    }

    /**
     * As the other.
     *
     * @param backfill true for history, of which alarms take no notice
     */
    public CompletionStage<LeftOut> telemetry(DeviceSession session, byte[] body, Payloads payloads, boolean backfill) {
        long now = heard(session);
        Decoded message;
        try {
            message = payloads.telemetry(body, now, telemetry.deviceRules());
        } catch (Problem problem) {
            telemetry.refused(session.deviceId(), problem);
            return CompletableFuture.failedFuture(problem);
        }
        return store(session, message, Terms.of(backfill));
    }

    /** Stores what was decoded, within the rates. */
    CompletionStage<LeftOut> store(DeviceSession session, Decoded message, Terms terms) {
        try {
            limits.data(session, message.readings().size());
        } catch (Problem problem) {
            telemetry.refused(session.deviceId(), problem);
            return CompletableFuture.failedFuture(problem);
        }
        if (session.isBehindGateway()) {
            heard(session);
        }
        return tasks.inDirectory(session, directory -> telemetry
                .store(directory, DeviceTasks.device(directory, session), message, terms)
                .thenApply(Decoded::leftOut));
    }

    /** Sets attributes of the client scope. */
    public CompletionStage<LeftOut> attributes(DeviceSession session, byte[] body) {
        return attributes(session, body, Payloads.JSON);
    }

    public CompletionStage<LeftOut> attributes(DeviceSession session, byte[] body, Payloads payloads) {
        long now = heard(session);
        Decoded message;
        try {
            message = payloads.attributes(body, now, telemetry.deviceRules());
        } catch (Problem problem) {
            telemetry.refused(session.deviceId(), problem);
            return CompletableFuture.failedFuture(problem);
        }
        return setAttributes(session, message);
    }

    CompletionStage<LeftOut> setAttributes(DeviceSession session, Decoded message) {
        try {
            limits.data(session, message.readings().size());
        } catch (Problem problem) {
            telemetry.refused(session.deviceId(), problem);
            return CompletableFuture.failedFuture(problem);
        }
        if (session.isBehindGateway()) {
            heard(session);
        }
        return tasks.putOwn(session, message.values()).thenApply(beyond -> {
            LeftOut leftOut = message.leftOut().and(beyond);
            telemetry.leftOut(session.deviceId(), leftOut);
            return leftOut;
        });
    }

    /** The device's attributes; all of both scopes if it names no key at all. */
    public CompletionStage<DeviceAttributes> requestAttributes(
            DeviceSession session, Collection<String> clientKeys, Collection<String> sharedKeys) {
        boolean all = clientKeys.isEmpty() && sharedKeys.isEmpty();
        return plain(session, directory -> {
            Entry device = DeviceTasks.device(directory, session);
            return CompletableFuture.completedFuture(new DeviceAttributes(
                    read(directory, device, KeyScope.CLIENT_SCOPE, clientKeys, all),
                    read(directory, device, KeyScope.SHARED_SCOPE, sharedKeys, all)));
        });
    }

    /** The device's attributes of one scope; all of it if no key is named. */
    CompletionStage<Map<String, Value>> requestAttributes(
            DeviceSession session, boolean clientScope, Collection<String> keys) {
        KeyScope scope = clientScope ? KeyScope.CLIENT_SCOPE : KeyScope.SHARED_SCOPE;
        return plain(
                session,
                directory -> CompletableFuture.completedFuture(
                        read(directory, DeviceTasks.device(directory, session), scope, keys, keys.isEmpty())));
    }

    // ---- commands and claims -----------------------------------------------------------------------------------

    /** A device's answer to a command; one that nobody waits for is dropped. */
    public CompletionStage<Void> commandReply(DeviceSession session, int commandId, byte[] reply) {
        return plain(session, directory -> {
            DeviceTasks.device(directory, session);
            commands.replied(session.deviceId(), commandId, new String(reply, StandardCharsets.UTF_8));
            return CompletableFuture.completedFuture(null);
        });
    }

    /**
     * Answers a device's own call {@code {"method":"m","params":..}} (device-data-api 1.4, client RPC):
     * {@code getSessionLimits} by ourselves; nothing else is there to answer yet.
     *
     * @param limitsOfTransport what the device's connection takes
     */
    public CompletionStage<JsonNode> clientCommand(
            DeviceSession session, byte[] body, TransportLimits limitsOfTransport) {
        return plain(session, directory -> {
            Entry device = DeviceTasks.device(directory, session);
            boolean isGateway =
                    directory.read(() -> DeviceFacts.of(directory, device)).gateway();
            return CompletableFuture.completedFuture(
                    clientCommands.answer(session, isGateway, body, limitsOfTransport));
        });
    }

    /** A device offers itself to be claimed, {@code {"secretKey":"s","durationMs":60000}}; the body may be empty. */
    public CompletionStage<Void> claim(DeviceSession session, byte[] body) {
        try {
            return claim(session, ClaimBody.of(body));
        } catch (Problem problem) {
            return CompletableFuture.failedFuture(problem);
        }
    }

    CompletionStage<Void> claim(DeviceSession session, ClaimBody claim) {
        try {
            limits.message(session);
        } catch (Problem problem) {
            return CompletableFuture.failedFuture(problem);
        }
        heard(session);
        return tasks.onWorker(() -> {
            var by = new Claims.Offerer(
                    session.tenantId(), session.deviceId(), session.gatewayId(), session.credentials());
            claims.offer(by, claim.secretKey(), claim.durationMs());
            return CompletableFuture.completedFuture(null);
        });
    }

    /** Counts a message that carries no data, and does its work if there is a right to it. */
    private <R> CompletionStage<R> plain(DeviceSession session, Function<Directory, CompletableFuture<R>> work) {
        try {
            limits.message(session);
            links.requireCurrent(session);
        } catch (Problem problem) {
            return CompletableFuture.failedFuture(problem);
        }
        heard(session);
        return tasks.inDirectory(session, work);
    }

    /** Turns a message down for the transport, and counts it; fails with the problem, or with that of a rate. */
    public CompletionStage<Void> refuse(DeviceSession session, Problem problem) {
        return this.<Void>plain(session, directory -> CompletableFuture.failedFuture(problem))
                .whenComplete((done, fault) -> telemetry.refused(session.deviceId(), problem));
    }

    /** Counts a message whose topic is none of ours. */
    public void unknownTopic(DeviceSession session) {
        telemetry.refused(session.deviceId(), UNKNOWN_TOPIC);
    }

    // ---- life --------------------------------------------------------------------------------------------------

    /** A lasting connection was opened; the HTTP transport has none. */
    public CompletionStage<Void> connected(DeviceSession session) {
        return tasks.put(session, KeyScope.SERVER_SCOPE, Map.of("lastConnectTime", Value.of(heard(session))));
    }

    /** A lasting connection ended. */
    public CompletionStage<Void> disconnected(DeviceSession session) {
        Value now = Value.of(platform.clock().millis());
        return tasks.put(session, KeyScope.SERVER_SCOPE, Map.of("lastDisconnectTime", now));
    }

    /** Notes a sign of life that carries no data, such as a ping. */
    public void alive(DeviceSession session) {
        heard(session);
    }

    DeviceTasks tasks() {
        return tasks;
    }

    void checkActivity() {
        activity.check();
    }

    void endSilentLinks() {
        links.endSilent(platform.clock().millis() - config.sessionInactivity().toMillis());
    }

    long heard(DeviceSession session) {
        long now = platform.clock().millis();
        activity.touch(session.tenantId(), session.deviceId(), now);
        return now;
    }

    private static Map<String, Value> read(
            Directory directory, Entry device, KeyScope scope, Collection<String> keys, boolean all) {
        Map<String, Value> found = new LinkedHashMap<>();
        Map<String, Latest.Stamped> wanted = directory.latest().peek(scope, device.ordinal());
        wanted.keySet().removeIf(key -> !all && !keys.contains(key));
        directory
                .latest()
                .whole(scope, device.ordinal(), wanted)
                .forEach((key, stamped) -> found.put(key, stamped.value()));
        return found;
    }
}
