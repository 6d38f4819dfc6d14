package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.AccessEngine.Subject;
import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.TextField;
import io.atrium.base.Value;
import io.atrium.base.WholeNumber;
import io.atrium.device.ClaimStore.Row;
import io.atrium.entity.Change;
import io.atrium.entity.Directory;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.Mark;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hands a device to the customer whose user knows its secret (device-data-api 7.3). A device offers itself, or an
 * administrator of its owner offers it by writing the server attribute {@code claimingData}, which is taken and not kept;
 * a wrong secret uses the offer up. A device whose credentials somebody of a customer may know does not offer itself: it
 * may be he who speaks, and a share would become ownership.
 */
public final class Claims {

    private static final String DATA = "claimingData";
    private static final String ALLOWED = "claimingAllowed";

    private static final Actor OFFERER = NewDevices.actor("device claiming");

    private final Platform platform;
    private final DeviceConfig config;

    public Claims(Platform platform, DeviceConfig config) {
        this.platform = platform;
        this.config = config;
        platform.attributes().takes(DeviceKinds.DEVICE.name(), DATA, this::offerByOwner);
    }

    /** What became of a user's claim. */
    enum Result {
        SUCCESS,
        FAILURE,
        CLAIMED
    }

    /** A claim that was judged, and the device that it was about. */
    record Judged(Result result, Entry device) {}

    /**
     * A device that offers itself.
     *
     * @param gatewayId the gateway that brings the offer, or null for the device itself
     * @param credentials the version of the credentials that let the one in who brings it
     */
    public record Offerer(
            UUID tenantId, UUID deviceId, @Nullable UUID gatewayId, long credentials) {

        private DeviceLogin login() {
            return new DeviceLogin(tenantId, gatewayId == null ? deviceId : gatewayId, credentials);
        }
    }

    /**
     * Keeps a device's offer; one that still stands is not replaced. It is judged in the change that keeps it, by the
     * credentials and the owner as they are then. Waits for the database.
     *
     * @param durationMs how long it stands, 0 for the default
     */
    public void offer(Offerer by, String secret, long durationMs) {
        Directory directory = platform.directories().of(by.tenantId());
        orThrow(refusal(directory, by));
        long now = platform.clock().millis();
        boolean stands = platform.database()
                .read(sql -> ClaimStore.find(sql, by.deviceId()))
                .filter(row -> row.expires() > now)
                .isPresent();
        if (stands) {
            return;
        }
        long longest = config.claimDuration().toMillis();
        long duration = durationMs == 0 ? longest : Math.min(durationMs, longest);
        Row row = new Row(CheckedCredentials.sha3(secret), now + duration, false, by.gatewayId(), null);
        // What a device is refused is thrown outside of the change, or a device could fill the audit log.
        orThrow(platform.gate().change(OFFERER, by.tenantId(), change -> {
            Optional<Problem> refused = DeviceCredentialsStore.isCurrent(change.sql(), by.login())
                    ? refusal(change.directory(), by)
                    : Optional.of(Problem.authentication("The device has other credentials now"));
            if (refused.isEmpty()) {
                ClaimStore.offer(change.sql(), by.tenantId(), by.deviceId(), row, now);
            }
            return refused;
        }));
    }

    private static void orThrow(Optional<Problem> problem) {
        problem.ifPresent(present -> {
            throw present;
        });
    }

    /** Why a device may not offer itself now; empty if it may. */
    private Optional<Problem> refusal(Directory directory, Offerer by) {
        Optional<Entry> found = directory.read(() -> directory.find(by.deviceId()));
        if (found.isEmpty()) {
            return Optional.of(Problem.authentication("The device does not exist any more"));
        }
        Entry device = found.get();
        if (!config.claiming() && !Value.TRUE.equals(server(directory, device, ALLOWED))) {
            return Optional.of(Problem.forbidden(
                    "The device may not be claimed: its server attribute claimingAllowed is not true"));
        }
        if (device.owner() != AccessModel.TENANT) {
            return Optional.of(Problem.badRequest("The device belongs to a customer already"));
        }
        return isTrusted(directory, device, by.gatewayId())
                ? Optional.empty()
                : Optional.of(Problem.forbidden("The device may not be claimed: somebody of a customer may know its"
                        + " credentials, or its gateway's; an administrator gives it new ones, or offers it himself"));
    }

    /** True if it is surely the device that speaks, or a gateway of its owner that may speak for it. */
    private static boolean isTrusted(Directory directory, Entry device, @Nullable UUID gateway) {
        return !isKnown(directory, device.id())
                && (gateway == null
                        || GatewayDevices.maySpeakFor(directory, gateway, device.id()) && !isKnown(directory, gateway));
    }

    /** True if somebody of a customer, or somebody who has left the owner, may know the credentials of a device. */
    private static boolean isKnown(Directory directory, UUID device) {
        return directory.read(() -> directory
                .find(device)
                .filter(entry -> directory.marks().has(Mark.CREDENTIALS_KNOWN, entry.ordinal())
                        || directory.secretReaders().isKnownElsewhere(directory, entry))
                .isPresent());
    }

    /** An administrator's offer, {@code {"secretKey":"s","expirationTime":1790000000000}}; the right is checked already. */
    private void offerByOwner(Scope scope, Entry device, Value value) {
        if (device.owner() != AccessModel.TENANT) {
            throw Problem.badRequest("The device belongs to a customer already");
        }
        JsonNode data = value.kind() == Value.Kind.JSON || value.kind() == Value.Kind.STRING
                ? Json.read(value.text(), JsonNode.class)
                : Json.object();
        long now = platform.clock().millis();
        long expires = Math.min(
                WholeNumber.of(data.path("expirationTime")).orElse(0),
                now + config.claimDuration().toMillis());
        if (expires <= now) {
            throw Problem.badRequest("Attribute '" + DATA + "' must be an object with a 'secretKey' and an"
                    + " 'expirationTime' in the future, in milliseconds");
        }
        Row row = new Row(
                CheckedCredentials.sha3(TextField.of(data, "secretKey")),
                expires,
                true,
                null,
                scope.actor().userId());
        platform.database().writeAbout(sql -> {
            ClaimStore.offer(sql, scope.directory().tenantId(), device.id(), row, now);
            return row;
        });
    }

    /** True while who offered the device for its owner may still do so: else he could take it over after a move. */
    private static boolean isByAdministrator(Directory directory, Entry device, @Nullable UUID user) {
        return user == null
                || directory
                        .find(user)
                        .filter(entry -> directory
                                .access()
                                .administers(new Subject.User(entry.ordinal()), device.type(), device.owner()))
                        .isPresent();
    }

    /** Whatever was offered under one owner does not stand under the next. */
    static void ownerChanges(Change change, Entry device) {
        credentialsChange(change, device);
        change.removeAttributes(device, KeyScope.SERVER_SCOPE, List.of(DATA, ALLOWED));
    }

    /** What was offered under some credentials, or by such a gateway, does not stand under others. */
    static void credentialsChange(Change change, Entry device) {
        ClaimStore.removeAll(change.sql(), device.id());
    }

    /**
     * Claims a device for a customer inside a change. Of a device that is not on offer and that the caller may not read,
     * the caller learns no more than of one that never was.
     */
    Judged claim(Change change, EntityChanges changes, Scope scope, String name, String secret, Entry customer) {
        Entry device = NewDevices.find(change, name).orElseThrow(Problem::notFound);
        Optional<Row> offer = ClaimStore.find(change.sql(), device.id())
                .filter(row -> row.expires() > change.now())
                .filter(row -> row.byOwner()
                        ? isByAdministrator(change.directory(), device, row.user())
                        : isTrusted(change.directory(), device, row.gateway()));
        if (offer.isEmpty() && !scope.may(Operation.READ, device)) {
            throw Problem.notFound();
        }
        if (device.owner() != AccessModel.TENANT) {
            return new Judged(Result.CLAIMED, device);
        }
        ClaimStore.remove(change.sql(), device.id());
        if (offer.isEmpty() || !isSecret(offer.get(), secret)) {
            return new Judged(Result.FAILURE, device);
        }
        return new Judged(Result.SUCCESS, changes.changeOwnerIn(change, scope, device, customer));
    }

    /** Gives a claimed device back to the tenant inside a change; the permission is checked already. */
    void giveBack(Change change, EntityChanges changes, Scope scope, Entry device) {
        changes.changeOwnerIn(change, scope, device, change.directory().tenant());
        if (!config.claiming()) {
            change.putAttributes(device, KeyScope.SERVER_SCOPE, Map.of(ALLOWED, Value.TRUE));
        }
    }

    private static boolean isSecret(Row offer, String secret) {
        return MessageDigest.isEqual(
                offer.secretHash().getBytes(StandardCharsets.UTF_8),
                CheckedCredentials.sha3(secret).getBytes(StandardCharsets.UTF_8));
    }

    private static @Nullable Value server(Directory directory, Entry device, String key) {
        Stamped stamped = directory.latest().get(KeyScope.SERVER_SCOPE, key, device.ordinal());
        return stamped == null ? null : stamped.value();
    }
}
