package io.atrium.people;

import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Feature;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Platform;
import io.atrium.http.Authenticator;
import io.atrium.http.Routes;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Wires this package. */
public final class PeopleFeature implements Feature {

    private final Parts parts;
    private final String mapTiles;
    private final Credentials credentials;
    private final RightsComparison rights;
    private final ApiKeyStore keyStore;
    private final ApiKeys keys;
    private final TokenAuthenticator authenticator;

    /**
     * @param keyFile holds the secret that signs tokens; made if it is not there
     * @param publicUrl the address under which people reach this installation, for links in mails
     * @param mapTiles address of map tiles for the web app; empty for its own map
     */
    public PeopleFeature(
            Platform platform,
            PeopleConfig config,
            MailConfig mail,
            Path keyFile,
            Supplier<URI> publicUrl,
            String mapTiles) {
        parts = Parts.over(platform, config, new Mailer(mail), SigningKey.of(keyFile, platform.ids()), publicUrl);
        this.mapTiles = mapTiles;
        rights = new RightsComparison(platform);
        Standing standing = new Standing(parts, rights);
        credentials = new Credentials(parts, standing);
        keyStore = new ApiKeyStore(platform.database());
        keys = new ApiKeys(parts, keyStore, standing);
        authenticator = new TokenAuthenticator(parts, keys, standing);
    }

    /** Finds the caller behind the credentials of a request. */
    public Authenticator authenticator() {
        return authenticator;
    }

    /** The activation link of a user whom the asker made; who may ask is for the caller to check. */
    public UserActivationLink activationLink(Actor asker, UUID user) {
        Account account = parts.accountStore().byId(user).orElseThrow(Problem::notFound);
        return credentials.activationLink(asker, account);
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
                        new WebSessions(parts, logins, authenticator, mapTiles),
                        impersonation,
                        credentials)
                .routes(routes);
        new UserApi(parts, credentials, views).routes(routes, changes);
        new AccountApi(parts, credentials, impersonation, views, rights).routes(routes);
        new UserSettingsApi(parts).routes(routes);
        new UserDashboardsApi(parts).routes(routes);
        new CustomerApi(parts.platform()).routes(routes, changes);
        new ApiKeyApi(parts, keyStore, keys, views, rights).routes(routes);
        new SystemApi(parts).routes(routes);
        new JwtApi(parts, logins).routes(routes);
    }
}
