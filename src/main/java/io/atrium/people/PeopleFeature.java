package io.atrium.people;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.entity.Administrators;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Platform;
import io.atrium.http.Authenticator;
import io.atrium.http.Routes;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Wires this package. */
public final class PeopleFeature implements Feature {

    private final Parts parts;
    private final Surface surface;
    private final Credentials credentials;
    private final RightsComparison rights;
    private final ApiKeyStore keyStore;
    private final ApiKeys keys;
    private final Standing standing;
    private final TokenAuthenticator authenticator;

    /**
     * What clients are told besides this package's own matters.
     *
     * @param version of this server
     * @param mapTiles address of map tiles for the web app; empty for its own map
     * @param home the home dashboard of a user as the contract shows it; null for none
     */
    public record Surface(String version, String mapTiles, Function<Actor, @Nullable Object> home) {}

    /**
     * @param keyFile holds the secret that signs tokens; made if it is not there
     * @param publicUrl the address under which people reach this installation, for links in mails
     */
    public PeopleFeature(
            Platform platform,
            PeopleConfig config,
            MailConfig mail,
            Path keyFile,
            Supplier<URI> publicUrl,
            Surface surface) {
        parts = Parts.over(platform, config, mail, SigningKey.of(keyFile, platform.ids()), publicUrl);
        this.surface = surface;
        rights = new RightsComparison(platform);
        standing = new Standing(parts, rights);
        credentials = new Credentials(parts, standing);
        keyStore = new ApiKeyStore(platform.database());
        keys = new ApiKeys(parts, keyStore, standing);
        authenticator = new TokenAuthenticator(parts, keys, standing);
    }

    /** Finds the caller behind the credentials of a request. */
    public Authenticator authenticator() {
        return authenticator;
    }

    /** Somebody as he is now; nobody if he is gone or switched off. */
    public Optional<Actor> present(UUID tenant, UUID user) {
        boolean off =
                parts.accounts().state(user).filter(state -> !state.enabled()).isPresent();
        return off ? Optional.empty() : parts.accounts().actor(tenant, user, null);
    }

    /**
     * The same, for what he did by a key or what somebody did in his place: nobody once the key is gone or off, or the other has
     * lost the right to it.
     *
     * @param ground the key, or who acted as him; null if he did it himself
     */
    public Optional<Actor> present(UUID tenant, UUID user, Actor.Entrance way, @Nullable UUID ground) {
        return switch (way) {
            case API_KEY -> ground == null ? Optional.empty() : keys.present(ground, user);
            case ACT_AS, VIEW_AS ->
                ground == null
                        ? Optional.empty()
                        : present(tenant, user).filter(actor -> standing.holds(ground, Operation.IMPERSONATE, actor));
            case LOG_IN, PUBLIC_LINK -> present(tenant, user);
        };
    }

    /** The activation link of a user whom the asker made; who may ask is for the caller to check. */
    public UserActivationLink activationLink(Actor asker, UUID user) {
        Account account = parts.accountStore().byId(user).orElseThrow(Problem::notFound);
        return credentials.activationLink(asker, account);
    }

    /** The mail server at work as the contract shows it; its host is empty if no mail is sent. */
    public ObjectNode mailSettings() {
        return parts.mailer().shown();
    }

    /** Keeps every tenant's last administrator. */
    public Administrators administrators() {
        return credentials.administrators();
    }

    /** Lets the first people in. */
    public Bootstrap bootstrap() {
        return new Bootstrap(parts, credentials);
    }

    @Override
    public Map<String, KindHooks> hooks() {
        return Map.of(
                PeopleKinds.USER.name(), new UserHooks(parts, credentials, rights),
                PeopleKinds.CUSTOMER.name(), new CustomerHooks());
    }

    @Override
    public void routes(Routes routes, EntityChanges changes) {
        UserViews views = new UserViews(parts);
        Logins logins = new Logins(parts, authenticator, credentials);
        AuthApi auth = new AuthApi(parts, logins, credentials, views);
        auth.routes(routes);
        Impersonation impersonation = new Impersonation(parts, logins, views, rights);
        new SessionApi(
                        auth,
                        logins,
                        new WebSessions(parts, logins, authenticator, surface.mapTiles()),
                        impersonation,
                        credentials)
                .routes(routes);
        ActivationMails mails = new ActivationMails(parts, credentials);
        new UserApi(parts, mails, views).routes(routes, changes);
        new AccountApi(parts, credentials, impersonation, views, rights, mails).routes(routes);
        new UserSettingsApi(parts).routes(routes);
        new UserDashboardsApi(parts).routes(routes);
        new CustomerApi(parts.platform()).routes(routes, changes);
        new ApiKeyApi(parts, keyStore, keys, views, rights).routes(routes);
        new SystemApi(parts, surface.version()).routes(routes);
        new JwtApi(parts, logins).routes(routes);
        new SecurityApi(parts).routes(routes);
        new MobileApi(parts, views, surface.home()).routes(routes);
        new LookApi().routes(routes);
    }
}
