package io.atrium.device;

import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.device.DeviceCredentialsStore.Row;
import io.atrium.entity.AuditAction;
import io.atrium.entity.Change;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Mark;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes the credentials of devices inside a change of the tenant; permissions are checked already. */
final class CredentialsChanges {

    private final Ids ids;

    CredentialsChanges(Ids ids) {
        this.ids = ids;
    }

    /** A credentials id means another device than before, or none. Never leaves this package: it may be a secret. */
    record IdChanged(String credentialsId) {}

    /** Gives a new device a random access token. */
    void create(Change change, Entry device) {
        CheckedCredentials token = CheckedCredentials.random(ids);
        DeviceCredentialsStore.insert(
                change.sql(),
                new Row(
                        ids.next(),
                        device.id(),
                        change.directory().tenantId(),
                        token.type(),
                        token.id(),
                        token.value(),
                        1));
        change.publish(new IdChanged(token.id()));
    }

    /** Gives a device credentials that a caller chose; the permission is checked already. */
    void choose(Change change, Scope scope, Entry device, CheckedCredentials wanted, @Nullable Long version) {
        change.requireFewProbes();
        Optional<Row> holder = DeviceCredentialsStore.byId(change.sql(), wanted.id())
                .filter(row -> !row.deviceId().equals(device.id()));
        if (holder.isPresent()) {
            if (!sees(change, scope, holder.get())) {
                change.toldOfHidden();
            }
            throw DeviceCredentialsStore.taken();
        }
        replace(change, device, wanted, version);
    }

    /** Who may read the credentials of the device that has them is told nothing new; so is who made it just now. */
    private static boolean sees(Change change, Scope scope, Row holder) {
        if (!holder.tenantId().equals(change.directory().tenantId())) {
            return false;
        }
        return change.directory()
                .find(holder.deviceId())
                .map(entry -> scope.may(Operation.READ_CREDENTIALS, entry))
                .orElse(true);
    }

    /** Gives a device other credentials. */
    void replace(Change change, Entry device, CheckedCredentials wanted, @Nullable Long version) {
        Row before = DeviceCredentialsStore.ofDevice(change.sql(), device.id()).orElseThrow(Problem::notFound);
        if (version != null && version != before.version()) {
            throw Problem.versionConflict("Device credentials");
        }
        DeviceCredentialsStore.update(
                change.sql(),
                new Row(
                        before.id(),
                        before.deviceId(),
                        before.tenantId(),
                        wanted.type(),
                        wanted.id(),
                        wanted.value(),
                        before.version() + 1));
        change.facts().secretRenewed(device);
        UUID customer = change.actor().customerId();
        if (customer != null) {
            change.facts().mark(device, Mark.CREDENTIALS_KNOWN);
            change.facts().secretRead(device, change.actor().userId(), customer);
        } else {
            change.facts().unmark(device, Mark.CREDENTIALS_KNOWN);
        }
        change.facts().unmark(device, Mark.CREDENTIALS_OF_FORMER_OWNER);
        Claims.credentialsChange(change, device);
        change.audit(
                AuditAction.CREDENTIALS_UPDATED,
                device,
                Json.object().put("credentialsType", wanted.type().name()));
        change.publish(new IdChanged(before.credentialsId()));
        change.publish(new IdChanged(wanted.id()));
        change.publish(new DeviceCredentialsChanged(before.tenantId(), before.deviceId()));
    }

    /** Gives a device a random access token in place of what it has. */
    void renew(Change change, Entry device) {
        replace(change, device, CheckedCredentials.random(ids), null);
    }

    /** Notes that a caller is about to see the credentials of a device. */
    static void read(Platform platform, Actor actor, Entry device) {
        Directory directory = platform.directories().of(actor.tenantId());
        UUID customer = actor.customerId();
        if (customer != null && !directory.read(() -> directory.secretReaders().has(device, actor.userId()))) {
            platform.gate().change(Actor.PLATFORM, actor.tenantId(), change -> {
                change.find(device.id()).ifPresent(entry -> {
                    change.facts().mark(entry, Mark.CREDENTIALS_KNOWN);
                    change.facts().secretRead(entry, actor.userId(), customer);
                });
                return device;
            });
        }
    }

    /** Remembers that a device is about to go, so that its credentials stop working at once. */
    void forget(Change change, Entry device) {
        Optional<Row> row = DeviceCredentialsStore.ofDevice(change.sql(), device.id());
        row.ifPresent(gone -> {
            change.publish(new IdChanged(gone.credentialsId()));
            change.publish(new DeviceCredentialsChanged(gone.tenantId(), gone.deviceId()));
        });
    }
}
