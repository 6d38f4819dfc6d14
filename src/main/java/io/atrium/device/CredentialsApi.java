package io.atrium.device;

import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.device.DeviceCredentials.DeviceCredentialsId;
import io.atrium.device.DeviceCredentialsStore.Row;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.Entry;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.Routes;
import java.util.UUID;

/** Reading and replacing the credentials of a device; both leave a trace (device-data-api 7.2). */
final class CredentialsApi {

    private final Platform platform;
    private final CredentialsChanges credentials;

    CredentialsApi(Platform platform, CredentialsChanges credentials) {
        this.platform = platform;
        this.credentials = credentials;
    }

    void add(Routes routes) {
        Routes.Area area = routes.area("Device");
        area.get(
                        "/api/device/{deviceId}/credentials",
                        "getDeviceCredentialsByDeviceId",
                        "The credentials of a device; every reading is audited")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ_CREDENTIALS on the device")
                .answers(DeviceCredentials.class)
                .handle(call -> read(call.actor(), call.id("deviceId")));
        area.post(
                        "/api/device/credentials",
                        "updateDeviceCredentials",
                        "Replaces the credentials of a device; sessions that use the former ones end")
                .callers(Routes.TENANT)
                .permission("WRITE_CREDENTIALS on the device")
                .body(DeviceCredentials.class)
                .answers(DeviceCredentials.class)
                .handle(call -> replace(call.actor(), call.body(DeviceCredentials.class)));
        area.post(
                        "/api/device/{deviceId}/credentials/renew",
                        "renewDeviceCredentials",
                        "Gives a device a new random access token, for instance after a change of owner; sessions that use"
                                + " the former credentials end")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ_CREDENTIALS and WRITE_CREDENTIALS on the device")
                .answers(DeviceCredentials.class)
                .handle(call -> renew(call.actor(), call.id("deviceId")));
    }

    private DeviceCredentials read(Actor actor, UUID deviceId) {
        Scope scope = platform.scopes().of(actor);
        Entry device = scope.read(() -> scope.require(Operation.READ_CREDENTIALS, DeviceKinds.DEVICE, deviceId));
        AuditTrail.Subject subject = scope.read(() -> subject(scope, device));
        DeviceCredentials found = shown(CredentialsChanges.read(platform, scope, device));
        platform.audit()
                .record(
                        actor,
                        actor.tenantId(),
                        AuditAction.CREDENTIALS_READ,
                        subject,
                        Json.object().put("entityId", deviceId.toString()));
        return found;
    }

    /** Whom an audit entry about a device is about. The caller holds the read lock. */
    static AuditTrail.Subject subject(Scope scope, Entry device) {
        Entry owner = scope.directory().entry(device.owner());
        UUID customer = owner.ordinal() == AccessModel.TENANT ? null : owner.id();
        return new AuditTrail.Subject(scope.directory().ref(device), device.name(), customer);
    }

    private static DeviceCredentials shown(Row row) {
        return new DeviceCredentials(
                new DeviceCredentialsId(row.id()),
                Ids.millisOf(row.id()),
                new Ref(DeviceKinds.DEVICE.name(), row.deviceId()),
                row.type(),
                row.credentialsId(),
                row.value(),
                row.version());
    }

    private DeviceCredentials renew(Actor actor, UUID deviceId) {
        Scope scope = platform.scopes().of(actor);
        // The answer shows what this very change set: what others set later is theirs to read.
        return shown(platform.gate().change(actor, actor.tenantId(), change -> {
            Entry device = scope.require(Operation.WRITE_CREDENTIALS, DeviceKinds.DEVICE, deviceId);
            scope.require(Operation.READ_CREDENTIALS, device);
            return credentials.renew(change, device);
        }));
    }

    private DeviceCredentials replace(Actor actor, DeviceCredentials sent) {
        Ref device = sent.deviceId();
        if (device == null || Ref.isNone(device)) {
            throw Problem.badRequest("Device credentials should be assigned to device!");
        }
        Scope scope = platform.scopes().of(actor);
        return shown(platform.gate().change(actor, actor.tenantId(), change -> {
            Entry entry = scope.require(Operation.WRITE_CREDENTIALS, DeviceKinds.DEVICE, device.id());
            CheckedCredentials wanted = CheckedCredentials.of(sent);
            return credentials.choose(change, scope, entry, wanted, sent.version());
        }));
    }
}
