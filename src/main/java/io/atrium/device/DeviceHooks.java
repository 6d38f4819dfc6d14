package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.Change;
import io.atrium.entity.Entry;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Profiles;
import io.atrium.entity.References;
import io.atrium.entity.Scope;
import org.jspecify.annotations.Nullable;

/** Gives every device a profile, transport data and credentials. */
final class DeviceHooks implements KindHooks {

    private final Profiles profiles;
    private final CredentialsChanges credentials;

    DeviceHooks(Profiles profiles, CredentialsChanges credentials) {
        this.profiles = profiles;
        this.credentials = credentials;
    }

    @Override
    public void prepare(Change change, Scope scope, ObjectNode document, @Nullable Entry before) {
        profiles.settle(change, scope, document, before);
        if (before != null) {
            GatewayFlags.prepare(scope, document, before);
        }
        References.requireReadable(scope, document, before, "firmwareId");
        References.requireReadable(scope, document, before, "softwareId");
        JsonNode data = document.get("deviceData");
        ObjectNode complete = Json.object();
        if (data instanceof ObjectNode given) {
            complete = given;
        } else if (data != null && !data.isNull()) {
            throw Problem.badRequest("Field 'deviceData' must be an object");
        }
        DeviceDefaults.require(complete, "deviceData", "configuration");
        DeviceDefaults.require(complete, "deviceData", "transportConfiguration");
        document.set("deviceData", complete);
        if (before != null) {
            DeviceKinds.DEVICE
                    .traits()
                    .secrets()
                    .keep(document, scope.directory().body(before));
        }
    }

    @Override
    public void inserted(Change change, Scope scope, Entry entry, ObjectNode document) {
        GatewayFlags.inserted(change, scope, entry, document);
        credentials.create(change, entry);
    }

    @Override
    public void updated(Change change, Scope scope, Entry before, Entry after, ObjectNode document) {
        GatewayFlags.mark(change, after, document);
        change.publish(new DeviceChanged(change.directory().tenantId(), after.id()));
    }

    @Override
    public void changingOwner(Change change, Scope scope, Entry entry, Entry newOwner) {
        GatewayFlags.changingOwner(change, scope, entry, newOwner);
        Claims.ownerChanges(change, entry);
        credentials.changingOwner(change, entry);
        change.publish(new DeviceOwnerChanged(change.directory().tenantId(), entry.id()));
        change.publish(new DeviceChanged(change.directory().tenantId(), entry.id()));
    }

    @Override
    public boolean renewSecrets(Change change, Entry entry) {
        credentials.renew(change, entry);
        return true;
    }

    @Override
    public void deleting(Change change, Scope scope, Entry entry) {
        credentials.forget(change, entry);
    }
}
