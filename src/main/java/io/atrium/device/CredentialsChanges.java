package io.atrium.device;

import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.device.DeviceCredentialsStore.Row;
import io.atrium.device.KnownSecretStore.Knower;
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
    Row choose(Change change, Scope scope, Entry device, CheckedCredentials wanted, @Nullable Long version) {
        change.requireFewProbes();
        Optional<Row> holder = DeviceCredentialsStore.byId(change.sql(), wanted.id())
                .filter(row -> !row.deviceId().equals(device.id()));
        if (holder.isPresent()) {
            if (!sees(change, scope, holder.get())) {
                change.toldOfHidden();
            }
            throw DeviceCredentialsStore.taken();
        }
        return replace(change, device, wanted, version);
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

    /** Gives a device other credentials, and returns them. */
    Row replace(Change change, Entry device, CheckedCredentials wanted, @Nullable Long version) {
        Row before = DeviceCredentialsStore.ofDevice(change.sql(), device.id()).orElseThrow(Problem::notFound);
        if (version != null && version != before.version()) {
            throw Problem.versionConflict("Device credentials");
        }
        Row after = new Row(
                before.id(),
                before.deviceId(),
                before.tenantId(),
                wanted.type(),
                wanted.id(),
                wanted.value(),
                before.version() + 1);
        DeviceCredentialsStore.update(change.sql(), after);
        if (LettingIn.isAnother(before, wanted)) {
            keepKnown(change, before);
            change.facts().secretRenewed(device);
            change.facts().unmark(device, Mark.CREDENTIALS_KNOWN);
            change.facts().unmark(device, Mark.CREDENTIALS_OF_FORMER_OWNER);
            markFormerOwners(change, device, wanted);
            KnownSecretStore.find(change.sql(), before.tenantId(), LettingIn.hashes(wanted))
                    .forEach(knower -> known(change, device, knower));
        }
        knower(change.actor()).ifPresent(knower -> known(change, device, knower));
        Claims.credentialsChange(change, device);
        change.audit(
                AuditAction.CREDENTIALS_UPDATED,
                device,
                Json.object().put("credentialsType", wanted.type().name()));
        change.publish(new IdChanged(before.credentialsId()));
        change.publish(new IdChanged(wanted.id()));
        change.publish(new DeviceCredentialsChanged(before.tenantId(), before.deviceId()));
        return after;
    }

    /** An owner that had a secret has it still, should this or another device of somebody else get it again. */
    private static void markFormerOwners(Change change, Entry device, CheckedCredentials wanted) {
        Directory directory = change.directory();
        UUID owner = directory.entry(device.owner()).id();
        if (KnownSecretStore.hadAnother(change.sql(), directory.tenantId(), owner, LettingIn.hashes(wanted))) {
            change.facts().mark(device, Mark.CREDENTIALS_OF_FORMER_OWNER);
        }
    }

    /** Marks a device whose credentials its owner so far knows. */
    void changingOwner(Change change, Entry device) {
        Directory directory = change.directory();
        change.facts().mark(device, Mark.CREDENTIALS_OF_FORMER_OWNER);
        DeviceCredentialsStore.ofDevice(change.sql(), device.id())
                .ifPresent(row -> KnownSecretStore.keepOwner(
                        change.sql(),
                        directory.tenantId(),
                        directory.entry(device.owner()).id(),
                        LettingIn.hashes(row),
                        change.now()));
    }

    /** Whoever knows what a device had knows it still, should it or another device get it again. */
    private static void keepKnown(Change change, Row row) {
        Directory directory = change.directory();
        boolean isKnown = directory
                .find(row.deviceId())
                .filter(directory.secretReaders()::isKnown)
                .isPresent();
        if (isKnown) {
            KnownSecretStore.keep(change.sql(), row.tenantId(), row.deviceId(), LettingIn.hashes(row), change.now());
        }
    }

    private static void known(Change change, Entry device, Knower knower) {
        if (!knower.side().equals(change.directory().tenantId())) {
            change.facts().mark(device, Mark.CREDENTIALS_KNOWN);
        }
        change.facts().secretRead(device, knower.user(), knower.side());
    }

    /** Who a caller is as one who knows secrets; empty for the platform. */
    private static Optional<Knower> knower(Actor actor) {
        if (actor.isSystem()) {
            return Optional.empty();
        }
        UUID customer = actor.customerId();
        return Optional.of(new Knower(actor.userId(), customer == null ? actor.tenantId() : customer));
    }

    /** Gives a device a random access token in place of what it has. */
    Row renew(Change change, Entry device) {
        return replace(change, device, CheckedCredentials.random(ids), null);
    }

    /**
     * The credentials of a device, for a caller who is noted as knowing them from now on. All in one change, or he could
     * see what was set just after he was noted.
     */
    static Row read(Platform platform, Scope scope, Entry device) {
        Actor actor = scope.actor();
        return platform.gate().change(Actor.PLATFORM, actor.tenantId(), change -> {
            Entry entry = change.find(device.id())
                    .filter(present -> scope.may(Operation.READ_CREDENTIALS, present))
                    .orElseThrow(Problem::notFound);
            knower(actor)
                    .filter(knower -> !change.directory().secretReaders().has(entry, knower.user(), knower.side()))
                    .ifPresent(knower -> known(change, entry, knower));
            return DeviceCredentialsStore.require(change.sql(), entry.id());
        });
    }

    /** Remembers that a device is about to go, so that its credentials stop working at once. */
    void forget(Change change, Entry device) {
        Optional<Row> row = DeviceCredentialsStore.ofDevice(change.sql(), device.id());
        row.ifPresent(gone -> {
            keepKnown(change, gone);
            change.publish(new IdChanged(gone.credentialsId()));
            change.publish(new DeviceCredentialsChanged(gone.tenantId(), gone.deviceId()));
        });
    }
}
