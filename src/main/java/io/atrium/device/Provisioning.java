package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.TextField;
import io.atrium.base.Value;
import io.atrium.device.DeviceCredentialsStore.Row;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.BodyEdit;
import io.atrium.entity.Change;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest;
import io.atrium.entity.Platform;
import io.atrium.entity.Profiles;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes in devices that are not known yet, by key and secret of their profile or by the issuer of their certificate
 * (device-data-api 7.5). All methods wait for the database.
 */
public final class Provisioning {

    private static final Actor ACTOR = NewDevices.actor("device provisioning");
    private static final String BY_CHAIN = "X509_CERTIFICATE_CHAIN";
    private static final String STATE = "provisionState";
    private static final Value PROVISIONED = Value.of("provisioned");

    /** The fields of a request that are texts. */
    private static final List<String> TEXTS = List.of(
            "deviceName",
            "provisionDeviceKey",
            "provisionDeviceSecret",
            "credentialsType",
            "token",
            "clientId",
            "username",
            "password",
            "hash");

    private final Platform platform;
    private final CredentialsChanges credentials;
    private final NewDevices newDevices;

    public Provisioning(Platform platform) {
        this.platform = platform;
        this.credentials = new CredentialsChanges(platform.ids());
        this.newDevices = new NewDevices(
                new Profiles(DeviceKinds.DEVICE_PROFILE, DeviceKinds.DEVICE, DeviceDefaults.profile()), credentials);
    }

    /**
     * Refuses a request that has something else than a text where a text belongs, or a field in other letters: a password
     * that was not read would be none.
     *
     * @return the key that it shows
     */
    public static String requireTexts(JsonNode request) {
        for (String field : TEXTS) {
            TextField.of(request, field);
            request.fieldNames().forEachRemaining(sent -> {
                if (sent.equalsIgnoreCase(field) && !sent.equals(field)) {
                    throw Problem.badRequest("Field '" + sent + "' is not known; '" + field + "' is");
                }
            });
        }
        return TextField.of(request, "provisionDeviceKey");
    }

    /** The profile that a key leads to. */
    private record Target(UUID tenantId, Entry profile, ObjectNode body) {
        String strategy() {
            return body.path("provisionType").asText(DeviceDefaults.DISABLED);
        }

        JsonNode rules() {
            return body.path("profileData").path("provisionConfiguration");
        }
    }

    // ---- by key and secret -------------------------------------------------------------------------------------

    /**
     * Answers a request {@code {"deviceName","provisionDeviceKey","provisionDeviceSecret",…}} with
     * {@code {"status":"SUCCESS","credentialsType":…,"credentialsValue":…}} or with the status NOT_FOUND or FAILURE.
     */
    public ObjectNode provision(JsonNode request) {
        Optional<Target> target = target(request);
        if (target.isEmpty()) {
            return failure("NOT_FOUND", "Provision data was not found!");
        }
        String name = TextField.of(request, "deviceName");
        try {
            return provision(target.get(), name, request);
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.UNAVAILABLE || problem.kind() == Problem.Kind.INTERNAL) {
                throw problem;
            }
            audit(target.get(), AuditAction.PROVISION_FAILURE, name, problem.publicMessage());
            return failure("FAILURE", "Failed to provision device!");
        }
    }

    private Optional<Target> target(JsonNode request) {
        return find(TextField.of(request, "provisionDeviceKey"))
                .filter(found -> !found.strategy().equals(BY_CHAIN))
                .filter(found -> isSecret(found, TextField.of(request, "provisionDeviceSecret")));
    }

    private static boolean isSecret(Target target, String presented) {
        String secret = TextField.of(target.rules(), "provisionDeviceSecret");
        return !secret.isEmpty()
                && MessageDigest.isEqual(
                        secret.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }

    /** The key is judged again when it is the request's turn: its owner may have replaced it meanwhile. */
    private ObjectNode provision(Target first, String name, JsonNode request) {
        CheckedCredentials wanted = wanted(request);
        Row row = platform.gate().change(ACTOR, first.tenantId(), change -> {
            Target target = target(request).orElseThrow(() -> Problem.badRequest("The key has ended"));
            UUID device =
                    switch (target.strategy()) {
                        case "ALLOW_CREATE_NEW_DEVICES" -> create(change, target, name, request, wanted);
                        case "CHECK_PRE_PROVISIONED_DEVICES" -> check(change, target, name, wanted);
                        default -> throw Problem.badRequest("The profile takes no devices in");
                    };
            return DeviceCredentialsStore.require(change.sql(), device);
        });
        audit(first, AuditAction.PROVISION_SUCCESS, name, null);
        return success(row);
    }

    private UUID create(
            Change change, Target target, String name, JsonNode request, @Nullable CheckedCredentials wanted) {
        String given =
                name.isBlank() ? CheckedCredentials.random(platform.ids()).id() : name;
        if (NewDevices.find(change, given).isPresent()) {
            throw Problem.badRequest("A device of this name is there already");
        }
        ObjectNode info = Json.object();
        if (request.path(GatewayFlags.GATEWAY).asBoolean(false)
                && target.rules().path(ProvisionRules.ALLOW_GATEWAYS).asBoolean(false)) {
            info.put(GatewayFlags.GATEWAY, true);
        }
        Entry tenant = change.directory().tenant();
        Entry device = newDevices.create(change, given, profile(change, target), tenant, info, wanted);
        GatewayFlags.mark(change, device, Json.object().set("additionalInfo", info));
        return device.id();
    }

    private UUID check(Change change, Target target, String name, @Nullable CheckedCredentials wanted) {
        Entry device = ofProfile(change, target, name)
                .orElseThrow(() -> Problem.badRequest("No device of this name waits for its provisioning"));
        Latest.Stamped state = change.directory().latest().get(KeyScope.SERVER_SCOPE, STATE, device.ordinal());
        if (state != null && state.value().equals(PROVISIONED)) {
            throw Problem.badRequest("The device was provisioned before");
        }
        change.putAttributes(device, KeyScope.SERVER_SCOPE, Map.of(STATE, PROVISIONED));
        if (wanted != null) {
            credentials.replace(change, device, wanted, null);
        }
        return device.id();
    }

    private static Optional<Entry> ofProfile(Change change, Target target, String name) {
        return NewDevices.find(change, name)
                .filter(device -> device.profile() == profile(change, target).ordinal());
    }

    private static Entry profile(Change change, Target target) {
        return change.find(target.profile().id())
                .orElseThrow(() -> Problem.badRequest("The profile does not exist any more"));
    }

    private static @Nullable CheckedCredentials wanted(JsonNode request) {
        String type = TextField.of(request, "credentialsType");
        return switch (type) {
            case "", "ACCESS_TOKEN" -> {
                String token = TextField.of(request, "token");
                yield token.isEmpty() ? null : CheckedCredentials.token(token);
            }
            case "MQTT_BASIC" ->
                CheckedCredentials.basic(
                        TextField.of(request, "clientId"),
                        TextField.of(request, "username"),
                        TextField.of(request, "password"));
            case "X509_CERTIFICATE" -> CheckedCredentials.certificate("hash", TextField.of(request, "hash"));
            default ->
                throw Problem.badRequest(
                        "Field 'credentialsType' must be ACCESS_TOKEN, MQTT_BASIC or X509_CERTIFICATE");
        };
    }

    private static ObjectNode success(Row row) {
        ObjectNode answer = Json.object().put("credentialsType", row.type().name());
        if (row.type() == DeviceCredentialsType.MQTT_BASIC) {
            answer.set("credentialsValue", Json.read(row.value() == null ? "{}" : row.value(), JsonNode.class));
        } else {
            answer.put(
                    "credentialsValue",
                    row.type() == DeviceCredentialsType.ACCESS_TOKEN ? row.credentialsId() : row.value());
        }
        return answer.put("status", "SUCCESS");
    }

    private static ObjectNode failure(String status, String message) {
        return Json.object().put("status", status).put("errorMsg", message);
    }

    // ---- by certificate ----------------------------------------------------------------------------------------

    /**
     * Gives a certificate whose issuer a profile knows to the device of its name, which is made if the profile allows it.
     *
     * @param chain the sound part of what the peer sent, its own first
     * @return true if there is now a device that the first of them lets in
     */
    public boolean byChain(List<X509Certificate> chain) {
        for (X509Certificate issuer : chain.stream().skip(1).toList()) {
            Optional<Target> target = find(Certificates.fingerprint(issuer))
                    .filter(found -> found.strategy().equals(BY_CHAIN));
            if (target.isPresent()) {
                return byIssuer(target.get(), issuer, chain.getFirst());
            }
        }
        return false;
    }

    private boolean byIssuer(Target target, X509Certificate issuer, X509Certificate own) {
        Optional<String> name = CommonName.of(own)
                .flatMap(cn -> CommonName.match(TextField.of(target.rules(), "certificateRegExPattern"), cn));
        if (name.isEmpty()) {
            return false;
        }
        boolean mayCreate =
                target.rules().path("allowCreateNewDevicesByX509Certificate").asBoolean(false);
        try {
            platform.gate().change(ACTOR, target.tenantId(), change -> {
                requireSame(target, issuer);
                Optional<Entry> there = NewDevices.find(change, name.get());
                if (there.isEmpty() && !mayCreate
                        || there.isPresent()
                                && ofProfile(change, target, name.get()).isEmpty()) {
                    throw Problem.badRequest("No device of the profile has the certificate's name");
                }
                CheckedCredentials wanted = CheckedCredentials.certificate("certificate", Certificates.base64(own));
                if (there.isPresent()) {
                    credentials.replace(change, there.get(), wanted, null);
                    return there.get().id();
                }
                Entry tenant = change.directory().tenant();
                return newDevices
                        .create(change, name.get(), profile(change, target), tenant, Json.object(), wanted)
                        .id();
            });
            audit(target, AuditAction.PROVISION_SUCCESS, name.get(), null);
            return true;
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.UNAVAILABLE) {
                throw problem;
            }
            audit(target, AuditAction.PROVISION_FAILURE, name.get(), problem.publicMessage());
            return false;
        }
    }

    private void requireSame(Target target, X509Certificate issuer) {
        boolean isSame = find(Certificates.fingerprint(issuer))
                .filter(found -> found.body().equals(target.body()))
                .isPresent();
        if (!isSame) {
            throw Problem.badRequest("The profile has changed meanwhile");
        }
    }

    // ---- both --------------------------------------------------------------------------------------------------

    private Optional<Target> find(String key) {
        if (key.isEmpty() || key.length() > CheckedCredentials.MAX_LENGTH || key.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return platform.database().read(sql -> ProvisionKeyStore.find(sql, key)).flatMap(row -> {
            Directory directory = platform.directories().of(row.tenantId());
            return directory
                    .read(() -> directory.find(row.profileId()))
                    .map(profile -> new Target(row.tenantId(), profile, BodyEdit.read(directory.body(profile))));
        });
    }

    private void audit(Target target, AuditAction action, String device, @Nullable String failure) {
        String shown = device.replace("\0", "");
        AuditTrail.Subject subject = new AuditTrail.Subject(
                null,
                shown.isEmpty()
                        ? target.profile().name()
                        : shown.substring(0, Math.min(shown.length(), CheckedCredentials.MAX_LENGTH)),
                null);
        if (failure == null) {
            platform.audit()
                    .record(
                            ACTOR,
                            target.tenantId(),
                            action,
                            subject,
                            Json.object().put("deviceProfile", target.profile().name()));
        } else {
            platform.audit().failure(ACTOR, target.tenantId(), action, subject, failure);
        }
    }
}
