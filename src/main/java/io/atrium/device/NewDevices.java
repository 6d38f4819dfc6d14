package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.VisibleText;
import io.atrium.entity.AuditAction;
import io.atrium.entity.Change;
import io.atrium.entity.Draft;
import io.atrium.entity.Entry;
import io.atrium.entity.Profiles;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes devices that no user saved: those that provision themselves, and those behind a gateway. */
final class NewDevices {

    private final Profiles profiles;
    private final CredentialsChanges credentials;

    NewDevices(Profiles profiles, CredentialsChanges credentials) {
        this.profiles = profiles;
        this.credentials = credentials;
    }

    /** The platform, acting on what a device asked for. */
    static Actor actor(String name) {
        return new Actor(Authority.SYS_ADMIN, Ref.NULL_ID, null, Ref.NULL_ID, name, null, false);
    }

    /**
     * Adds a device.
     *
     * @param wanted its credentials; a random token if null
     */
    Entry create(
            Change change,
            String name,
            Entry profile,
            Entry owner,
            ObjectNode additionalInfo,
            @Nullable CheckedCredentials wanted) {
        requireName(VisibleText.plain(name));
        ObjectNode data = Json.object();
        DeviceDefaults.require(data, "deviceData", "configuration");
        DeviceDefaults.require(data, "deviceData", "transportConfiguration");
        Map<String, JsonNode> fields = Map.of("additionalInfo", additionalInfo, "deviceData", data);
        Draft draft = new Draft(name, profile.name(), null, DeviceKinds.DEVICE.body(fields));
        Entry device = change.insert(DeviceKinds.DEVICE, draft, owner, profile);
        change.audit(
                AuditAction.ADDED,
                device,
                Json.object()
                        .set(
                                "entity",
                                Json.object()
                                        .put("name", name)
                                        .put("type", profile.name())
                                        .set("additionalInfo", additionalInfo)));
        credentials.create(change, device);
        if (wanted != null) {
            credentials.replace(change, device, wanted, null);
        }
        return device;
    }

    private static void requireName(String name) {
        if (name.isBlank() || name.length() > Draft.MAX_NAME || name.indexOf('\0') >= 0) {
            throw Problem.badRequest("A device's name must have 1 to " + Draft.MAX_NAME + " characters");
        }
    }

    /** The device of a name. */
    static Optional<Entry> find(Change change, String name) {
        return DeviceNameStore.find(change.sql(), change.directory().tenantId(), name)
                .flatMap(change::find);
    }

    /** The profile of a new device of an owner; the default one for no type, and for one that is not for this owner. */
    Entry profile(Change change, Entry owner, @Nullable String type) {
        return type == null || type.isBlank()
                ? profiles.defaultOf(change)
                : profiles.named(change, owner, VisibleText.plain(type.strip()));
    }
}
