package io.atrium.device;

import io.atrium.base.Problem;
import io.atrium.db.ConstraintViolation;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Device credentials in the database: one row per device, ids unique over the installation. */
final class DeviceCredentialsStore {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CONSTRAINT = "device_credentials_once";
    private static final String COLUMNS = "id, device_id, tenant_id, type, credentials_id, credentials_value, version";

    private static final String TAKEN = "Specified credentials are already registered!";

    private DeviceCredentialsStore() {}

    /** One row. */
    record Row(
            UUID id,
            UUID deviceId,
            UUID tenantId,
            DeviceCredentialsType type,
            String credentialsId,
            @Nullable String value,
            long version) {}

    static void insert(Handle sql, Row row) {
        run(() -> sql.createUpdate("""
                        insert into device_credentials
                            (id, device_id, tenant_id, type, credentials_id, credentials_value, version)
                        values (:id, :device, :tenant, :type, :credentialsId, :value, :version)
                        """)
                .bind("id", row.id())
                .bind("device", row.deviceId())
                .bind("tenant", row.tenantId())
                .bind("type", row.type().name())
                .bind("credentialsId", row.credentialsId())
                .bind("value", row.value())
                .bind("version", row.version())
                .execute());
    }

    static void update(Handle sql, Row row) {
        run(() -> sql.createUpdate("""
                        update device_credentials set type = :type, credentials_id = :credentialsId,
                            credentials_value = :value, version = :version
                        where id = :id
                        """)
                .bind("id", row.id())
                .bind("type", row.type().name())
                .bind("credentialsId", row.credentialsId())
                .bind("value", row.value())
                .bind("version", row.version())
                .execute());
    }

    static Optional<Row> ofDevice(Handle sql, UUID device) {
        return find(sql, "device_id", device);
    }

    static Row require(Handle sql, UUID device) {
        return ofDevice(sql, device).orElseThrow(Problem::notFound);
    }

    /** True if a device still has the credentials that it presented. */
    static boolean isCurrent(Handle sql, DeviceLogin login) {
        return ofDevice(sql, login.deviceId())
                .filter(row -> row.version() == login.credentials())
                .isPresent();
    }

    static Optional<Row> byId(Handle sql, String credentialsId) {
        return find(sql, "credentials_id", credentialsId);
    }

    private static Optional<Row> find(Handle sql, String column, Object value) {
        return sql.createQuery("select " + COLUMNS + " from device_credentials where " + column + " = :value")
                .bind("value", value)
                .map((rs, context) -> new Row(
                        rs.getObject(1, UUID.class),
                        rs.getObject(2, UUID.class),
                        rs.getObject(3, UUID.class),
                        DeviceCredentialsType.valueOf(rs.getString(4)),
                        rs.getString(5),
                        rs.getString(6),
                        rs.getLong(7)))
                .findOne();
    }

    /** That an id is taken is all that a caller learns: not by which device, nor in which tenant. */
    private static void run(Runnable update) {
        try {
            update.run();
        } catch (ConstraintViolation e) {
            throw e.isUnique(CONSTRAINT) ? taken(e) : e;
        } catch (RuntimeException e) {
            throw isTaken(e) ? taken(e) : e;
        }
    }

    private static boolean isTaken(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException broken
                    && UNIQUE_VIOLATION.equals(broken.getSQLState())
                    && String.valueOf(broken.getMessage()).contains(CONSTRAINT)) {
                return true;
            }
        }
        return false;
    }

    static Problem taken() {
        return Problem.badRequest(TAKEN);
    }

    private static Problem taken(Throwable cause) {
        return new Problem(Problem.Kind.BAD_REQUEST, TAKEN, cause);
    }
}
