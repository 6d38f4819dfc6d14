package io.atrium.device;

import io.atrium.access.Operation;
import io.atrium.base.Problem;
import io.atrium.entity.BulkImportColumnType;
import io.atrium.entity.BulkImportLine;
import io.atrium.entity.BulkImportTarget;
import io.atrium.entity.Change;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Scope;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Imports devices, with their credentials if the file has them. */
record DeviceImport(EntityChanges changes, CredentialsChanges credentials) implements BulkImportTarget {

    private static final Set<BulkImportColumnType> COLUMNS = EnumSet.of(
            BulkImportColumnType.NAME,
            BulkImportColumnType.TYPE,
            BulkImportColumnType.LABEL,
            BulkImportColumnType.DESCRIPTION,
            BulkImportColumnType.IS_GATEWAY,
            BulkImportColumnType.SHARED_ATTRIBUTE,
            BulkImportColumnType.SERVER_ATTRIBUTE,
            BulkImportColumnType.TIMESERIES,
            BulkImportColumnType.ACCESS_TOKEN,
            BulkImportColumnType.X509,
            BulkImportColumnType.MQTT_CLIENT_ID,
            BulkImportColumnType.MQTT_USER_NAME,
            BulkImportColumnType.MQTT_PASSWORD);

    @Override
    public Kind<?> kind() {
        return DeviceKinds.DEVICE;
    }

    @Override
    public Set<BulkImportColumnType> columns() {
        return COLUMNS;
    }

    @Override
    public void saved(Change change, Scope scope, Entry entry, BulkImportLine line, boolean isNew) {
        Optional<CheckedCredentials> wanted = wanted(line);
        if (wanted.isPresent()) {
            if (!isNew) {
                scope.require(Operation.WRITE_CREDENTIALS, entry);
            }
            credentials.choose(change, scope, entry, wanted.get(), null);
        }
    }

    private static Optional<CheckedCredentials> wanted(BulkImportLine line) {
        Optional<String> token = line.field(BulkImportColumnType.ACCESS_TOKEN);
        Optional<String> certificate = line.field(BulkImportColumnType.X509);
        Optional<String> client = line.field(BulkImportColumnType.MQTT_CLIENT_ID);
        Optional<String> user = line.field(BulkImportColumnType.MQTT_USER_NAME);
        Optional<String> password = line.field(BulkImportColumnType.MQTT_PASSWORD);
        boolean basic = client.isPresent() || user.isPresent() || password.isPresent();
        if ((token.isPresent() ? 1 : 0) + (certificate.isPresent() ? 1 : 0) + (basic ? 1 : 0) > 1) {
            throw Problem.badRequest("the line has more than one kind of credentials");
        }
        if (token.isPresent()) {
            return token.map(CheckedCredentials::token);
        }
        if (certificate.isPresent()) {
            return certificate.map(pem -> CheckedCredentials.of(
                    new DeviceCredentials(null, null, null, DeviceCredentialsType.X509_CERTIFICATE, null, pem, null)));
        }
        return basic
                ? Optional.of(CheckedCredentials.basic(client.orElse(null), user.orElse(null), password.orElse(null)))
                : Optional.empty();
    }
}
