package io.atrium.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.command.CommandFeature;
import io.atrium.config.Settings;
import io.atrium.db.Database;
import io.atrium.db.TestPostgres;
import io.atrium.device.DeviceEndpoints;
import io.atrium.entity.Change;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Draft;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;
import io.atrium.http.TestApi;
import io.atrium.ingest.DeviceGateway;
import io.atrium.ingest.Ingest;
import io.atrium.live.Live;
import io.atrium.people.MailConfig;
import io.atrium.people.PeopleConfig;
import io.atrium.people.PeopleFeature;
import io.atrium.telemetry.SeriesStore;
import io.atrium.telemetry.TelemetryFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A whole server without sockets, over a fresh database: all features, one tenant, and people made straight through the
 * change gate. Tests call its routes through {@link #api}.
 */
public final class TestWorld implements AutoCloseable {

    public final Database database;
    public final Platform platform;
    public final PeopleFeature people;
    public final EntityChanges changes;
    public final SeriesStore series;
    public final TelemetryFeature telemetry;
    public final Ingest ingest;
    /** What the door for devices is built over, for tests that open another one. */
    public final DeviceGateway.Parts ingestParts;

    public final CommandFeature commands;
    public final TestApi api;
    public final Routes routes;
    public final Live live;
    public final UUID tenant;
    public final Actor admin;

    final Assembly parts;
    private final Path folder;

    /** The platform itself, for work that no user does. */
    public static final Actor SYSTEM =
            new Actor(Authority.SYS_ADMIN, Ref.NULL_ID, null, Ref.NULL_ID, "system", null, false);

    /** Permissions of somebody who looks after people and their roles, and may do nothing else. */
    public static final Map<String, List<String>> LOOKS_AFTER_PEOPLE = Map.of(
            "GROUP_PERMISSION", List.of("ALL"),
            "USER_GROUP", List.of("ALL"),
            "ROLE", List.of("ALL"),
            "USER", List.of("ALL"));

    /** No mail goes out. */
    public static final MailConfig NO_MAIL = new MailConfig("", 25, "", "", "atrium@test.example", false);

    /** The defaults, but with passwords that are hashed quickly. */
    public static final PeopleConfig QUICK = new PeopleConfig(
            Duration.ofMinutes(150),
            Duration.ofDays(7),
            Duration.ofHours(24),
            Duration.ofHours(24),
            true,
            Duration.ofHours(1),
            5,
            60,
            4,
            0,
            128,
            8,
            5,
            5);

    public TestWorld() {
        this(InstantSource.system());
    }

    public TestWorld(InstantSource clock) {
        this(clock, NO_MAIL);
    }

    public TestWorld(InstantSource clock, MailConfig mail) {
        this(clock, mail, Map.of());
    }

    /** A world with settings that are not the defaults. */
    public TestWorld(InstantSource clock, MailConfig mail, Map<String, String> settings) {
        database = TestPostgres.freshDatabase();
        folder = temporaryFolder();
        parts = new Assembly(new Assembly.Surroundings(
                Settings.from(settings, List.of()),
                database,
                folder,
                clock,
                () -> URI.create("https://atrium.example/"),
                () -> DeviceEndpoints.LOCAL,
                QUICK,
                mail));
        platform = parts.platform;
        people = parts.people;
        series = parts.series;
        telemetry = parts.telemetry;
        ingest = parts.ingest;
        ingestParts = parts.ingestParts;
        commands = parts.commands;
        changes = parts.changes;
        routes = parts.routes;
        live = parts.live;
        api = new TestApi(routes.all());
        tenant = newTenant("Acme");
        admin = newUser(tenant, null, "admin@acme.example", DefaultGroups.TENANT_ADMINISTRATORS);
    }

    /** A tenant with its default groups. */
    public UUID newTenant(String title) {
        return parts.tenants.tenants().create(SYSTEM, title);
    }

    /** A customer with its default groups; the parent is null for a customer of the tenant itself. */
    public UUID newCustomer(UUID ofTenant, @org.jspecify.annotations.Nullable UUID parent, String title) {
        return platform.gate().change(SYSTEM, ofTenant, change -> {
            Kind<?> kind = change.directory().kinds().require(TypeTable.CUSTOMER);
            Entry owner = owner(change, parent);
            Entry customer = change.insert(kind, new Draft(title, null, null, "\"additionalInfo\":{}"), owner, null);
            DefaultGroups.ofCustomer(change, customer, owner);
            return customer.id();
        });
    }

    /** A user of a customer, or of the tenant, in the named user groups; returned as the caller that he is. */
    public Actor newUser(
            UUID ofTenant, @org.jspecify.annotations.Nullable UUID customer, String email, String... groups) {
        UUID id = platform.gate().change(SYSTEM, ofTenant, change -> {
            Kind<?> kind = change.directory().kinds().require(TypeTable.USER);
            Entry owner = owner(change, customer);
            Entry user = change.insert(kind, new Draft(email, null, null, "\"additionalInfo\":{}"), owner, null);
            for (String name : groups) {
                change.addMember(
                        change.owned(owner, TypeTable.GROUP)
                                .filter(group -> group.name().equals(name) && TypeTable.USER.equals(group.subtype()))
                                .findFirst()
                                .orElseThrow(),
                        user);
            }
            return user.id();
        });
        Authority authority = customer == null ? Authority.TENANT_ADMIN : Authority.CUSTOMER_USER;
        return new Actor(authority, ofTenant, customer, id, email, null, false);
    }

    /** A tenant administrator who may log in. */
    public Actor newAdministrator(String email) {
        Actor user = newUser(tenant, null, email, DefaultGroups.TENANT_ADMINISTRATORS);
        database.transaction(sql -> sql.execute("""
                insert into user_account (user_id, email, email_key, enabled, password_hash)
                values (?, ?, ?, true, 'none')
                """, user.userId(), email, email));
        return user;
    }

    private static Entry owner(Change change, @org.jspecify.annotations.Nullable UUID customer) {
        return customer == null
                ? change.directory().tenant()
                : change.find(customer).orElseThrow();
    }

    /** Logs in by the route and gives back both tokens. */
    public JsonNode login(String email, String password) {
        TestApi.Answer answer =
                api.post(null, "/api/auth/login", Json.write(Map.of("username", email, "password", password)));
        if (answer.status() != 200) {
            throw new AssertionError("login of " + email + ": " + answer);
        }
        return answer.json();
    }

    /** The caller behind an access token, as the server's edge finds it. */
    public Actor caller(String token) {
        return people.authenticator().authenticate("Bearer " + token);
    }

    /** Posts a document as JSON and gives back the id of what was saved. */
    public UUID save(Actor actor, String path, Object document) {
        TestApi.Answer answer = api.post(actor, path, Json.write(document));
        if (answer.status() != 200) {
            throw new AssertionError(path + ": " + answer);
        }
        return UUID.fromString(answer.json().at("/id/id").asText());
    }

    /** A config record with its defaults. */
    public static <T extends Record> T settings(Class<T> type) {
        return Settings.from(Map.of(), List.of()).read(type);
    }

    @Override
    public void close() {
        parts.close();
        database.close();
        delete(folder);
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("atrium-series");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
