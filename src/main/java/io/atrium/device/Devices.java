package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.base.Json;
import io.atrium.db.Database;
import io.atrium.device.DeviceCredentialsStore.Row;
import io.atrium.entity.Platform;
import io.atrium.entity.TenantDeleted;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds the device that presents credentials, from memory at the rate of readings (device-data-api 1.2). An answer is
 * never older than the last change of the credentials. Of a device that an answer names, the caller still has to take
 * the header from the tenant's directory: a device that is gone there is gone.
 */
public final class Devices {

    /** Most credentials that are kept in memory. */
    static final int MAX_KNOWN = 1_000_000;

    /** Most useless credentials ids that are remembered, so that wrong guesses do not reach the database each time. */
    static final int MAX_UNKNOWN = 100_000;

    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);

    /** How long a change of credentials is remembered; no log-in takes longer than this to become a connection. */
    private static final Duration CHANGED_FOR = Duration.ofHours(1);

    private final Database database;
    private final AtomicLong changes = new AtomicLong();
    private final Cache<UUID, Long> changed =
            Caffeine.newBuilder().expireAfterWrite(CHANGED_FOR).build();
    private final Cache<String, Row> known =
            Caffeine.newBuilder().maximumSize(MAX_KNOWN).build();
    private final Cache<String, Boolean> unknown = Caffeine.newBuilder()
            .maximumSize(MAX_UNKNOWN)
            .expireAfterWrite(UNKNOWN_FOR)
            .build();

    public Devices(Platform platform) {
        this.database = platform.database();
        platform.bus().on(CredentialsChanges.IdChanged.class, event -> forget(event.credentialsId()));
        platform.bus()
                .on(DeviceCredentialsChanged.class, event -> changed.put(event.deviceId(), changes.incrementAndGet()));
        platform.bus().on(TenantDeleted.class, event -> known.asMap().values().removeIf(row -> row.tenantId()
                .equals(event.tenantId())));
    }

    /** The number of the newest change of credentials; taken before a log-in, it tells how old its answer may be. */
    public long asOf() {
        return changes.get();
    }

    /** True if the credentials of a device were replaced or removed after a moment that {@link #asOf} gave. */
    public boolean hasChangedSince(UUID device, long asOf) {
        Long last = changed.getIfPresent(device);
        return last != null && last > asOf;
    }

    /** True if {@link #byMqttBasic} needs no database for these. */
    public boolean isInMemory(@Nullable String clientId, @Nullable String userName) {
        String client = CheckedCredentials.orEmpty(clientId);
        String user = CheckedCredentials.orEmpty(userName);
        if (user.isEmpty()) {
            return client.isEmpty() || isInMemory(CheckedCredentials.sha3(client));
        }
        return (client.isEmpty() || isInMemory(CheckedCredentials.basicId(client, user))) && isInMemory(user);
    }

    /** True if {@link #byToken} needs no database for this token. */
    public boolean isInMemory(String token) {
        return known.getIfPresent(token) != null || unknown.getIfPresent(token) != null || !isPossible(token);
    }

    /** The device with an access token. */
    public Optional<DeviceLogin> byToken(String token) {
        return find(token)
                .filter(row -> row.type() == DeviceCredentialsType.ACCESS_TOKEN)
                .map(Devices::login);
    }

    /**
     * The device that an MQTT CONNECT without a certificate names: by client id and user name, else by the user name as
     * a token or as the user name of basic credentials.
     */
    public Optional<DeviceLogin> byMqttBasic(
            @Nullable String clientId, @Nullable String userName, @Nullable String password) {
        String client = CheckedCredentials.orEmpty(clientId);
        String user = CheckedCredentials.orEmpty(userName);
        if (user.isEmpty()) {
            return client.isEmpty()
                    ? Optional.empty()
                    : basic(find(CheckedCredentials.sha3(client)), client, "", password);
        }
        if (!client.isEmpty()) {
            Optional<Row> both = find(CheckedCredentials.basicId(client, user));
            if (both.isPresent()) {
                return basic(both, client, user, password);
            }
        }
        Optional<Row> byName = find(user);
        if (byName.isPresent() && byName.get().type() == DeviceCredentialsType.ACCESS_TOKEN) {
            return byName.map(Devices::login);
        }
        return basic(byName, client, user, password);
    }

    /** The device with a certificate, by its {@link Certificates#fingerprint}. */
    public Optional<DeviceLogin> byCertificate(String fingerprint) {
        return find(fingerprint)
                .filter(row -> row.type() == DeviceCredentialsType.X509_CERTIFICATE)
                .map(Devices::login);
    }

    private static Optional<DeviceLogin> basic(
            Optional<Row> found, String clientId, String userName, @Nullable String password) {
        return found.filter(row -> row.type() == DeviceCredentialsType.MQTT_BASIC)
                .filter(row -> matches(row, clientId, userName, password == null ? "" : password))
                .map(Devices::login);
    }

    /** What the stored credentials leave empty matches anything. */
    private static boolean matches(Row row, String clientId, String userName, String password) {
        JsonNode stored = Json.read(row.value() == null ? "{}" : row.value(), JsonNode.class);
        return matches(stored, "clientId", clientId)
                && matches(stored, "userName", userName)
                && matches(stored, "password", password);
    }

    private static boolean matches(JsonNode stored, String field, String presented) {
        JsonNode wanted = stored.path(field);
        return !wanted.isTextual()
                || wanted.textValue().isEmpty()
                || MessageDigest.isEqual(
                        wanted.textValue().getBytes(StandardCharsets.UTF_8),
                        presented.getBytes(StandardCharsets.UTF_8));
    }

    private static DeviceLogin login(Row row) {
        return new DeviceLogin(row.tenantId(), row.deviceId(), row.version());
    }

    private Optional<Row> find(String id) {
        if (!isPossible(id)) {
            return Optional.empty();
        }
        Row row = known.getIfPresent(id);
        if (row == null && unknown.getIfPresent(id) == null) {
            row = known.get(id, this::load);
            if (row == null) {
                unknown.put(id, true);
            }
        }
        return Optional.ofNullable(row);
    }

    private static boolean isPossible(String id) {
        return !id.isEmpty() && id.length() <= CheckedCredentials.MAX_LENGTH && id.indexOf('\0') < 0;
    }

    private @Nullable Row load(String id) {
        return database.read(sql -> DeviceCredentialsStore.byId(sql, id)).orElse(null);
    }

    /** Waits for a load of the same id that is under way, so that no older answer is kept. */
    private void forget(String id) {
        known.invalidate(id);
        unknown.invalidate(id);
    }
}
