package io.atrium.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.db.Database;
import io.atrium.db.TestPostgres;
import io.atrium.entity.Change;
import io.atrium.entity.DefaultGroups;
import io.atrium.entity.Draft;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Feature;
import io.atrium.entity.Kind;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Platform;
import io.atrium.http.Routes;
import io.atrium.http.TestApi;
import io.atrium.people.MailConfig;
import io.atrium.people.PeopleConfig;
import io.atrium.people.PeopleFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A whole server without sockets, over a fresh database: all features, one tenant, and people made straight through the
 * change gate. Tests call its routes through {@link #api}.
 */
public final class TestWorld implements AutoCloseable {

    public final Database database;
    public final Platform platform;
    public final PeopleFeature people;
    public final EntityChanges changes;
    public final TestApi api;
    public final UUID tenant;
    public final Actor admin;

    /** The platform itself, for work that no user does. */
    public static final Actor SYSTEM =
            new Actor(Authority.SYS_ADMIN, Ref.NULL_ID, null, Ref.NULL_ID, "system", null, false);

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
            5);

    public TestWorld() {
        this(InstantSource.system());
    }

    public TestWorld(InstantSource clock) {
        this(clock, NO_MAIL);
    }

    public TestWorld(InstantSource clock, MailConfig mail) {
        database = TestPostgres.freshDatabase();
        Ids ids = new Ids(clock, new SecureRandom());
        platform = Platform.over(database, Registry.kinds(), ids, clock);
        people = new PeopleFeature(platform, QUICK, mail, keyFile(), () -> URI.create("https://atrium.example/"));
        List<Feature> features = Registry.features(platform, people);
        Map<String, KindHooks> hooks = new HashMap<>();
        features.forEach(feature -> hooks.putAll(feature.hooks()));
        changes = new EntityChanges(platform.scopes(), platform.gate(), hooks, ids);
        Routes routes = new Routes();
        features.forEach(feature -> feature.routes(routes, changes));
        api = new TestApi(routes.all());
        tenant = newTenant("Acme");
        admin = newUser(tenant, null, "admin@acme.example", DefaultGroups.TENANT_ADMINISTRATORS);
    }

    /** A tenant with its default groups, made by SQL and the gate. */
    public UUID newTenant(String title) {
        UUID id = platform.ids().next();
        database.transaction(
                sql -> sql.createUpdate("""
                        insert into entity (id, tenant_id, kind, owner_id, name, body, version, owner_since)
                        values (:id, :id, 'TENANT', :id, :name, '"additionalInfo":{}', 1, 0)
                        """).bind("id", id).bind("name", title).execute());
        platform.gate().change(SYSTEM, id, change -> {
            DefaultGroups.ofTenant(change, change.directory().tenant());
            return id;
        });
        return id;
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

    private static Entry owner(Change change, @org.jspecify.annotations.Nullable UUID customer) {
        return customer == null
                ? change.directory().tenant()
                : change.find(customer).orElseThrow();
    }

    private static Path keyFile() {
        try {
            return Files.createTempDirectory("atrium-key").resolve("jwt.key");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    @Override
    public void close() {
        database.close();
    }
}
