package io.atrium.people;

import io.atrium.base.Ref;
import io.atrium.entity.Platform;
import java.net.URI;
import java.util.function.Supplier;

/** What the services of this package are built from. */
record Parts(
        Platform platform,
        PeopleConfig config,
        AccountStore accountStore,
        SessionStore sessionStore,
        SettingStore settings,
        LoginStore loginStore,
        Accounts accounts,
        Tokens tokens,
        Passwords passwords,
        Mailer mailer,
        Supplier<URI> publicUrl) {

    static Parts over(Platform platform, PeopleConfig config, MailConfig mail, byte[] key, Supplier<URI> publicUrl) {
        AccountStore accountStore = new AccountStore(platform.database());
        SessionStore sessionStore = new SessionStore(platform.database());
        SettingStore settings = new SettingStore(platform.database());
        return new Parts(
                platform,
                config,
                accountStore,
                sessionStore,
                settings,
                new LoginStore(platform.database(), platform.audit(), accountStore),
                new Accounts(platform, accountStore, sessionStore),
                new Tokens(key),
                new Passwords(
                        config.passwordCost(),
                        new HashingQueue(
                                config.passwordThreads(), config.passwordPlaces(), config.passwordPlacesPerAddress())),
                new Mailer(() -> MailServer.of(settings.find(Ref.NULL_ID, MailServer.KEY), mail)),
                publicUrl);
    }

    /** How long tokens are good: as saved, else as the server was started. */
    TokenTimes tokenTimes() {
        JwtSettings saved = settings.tokens();
        return new TokenTimes(saved.access(config.accessTokenTtl()), saved.refresh(config.refreshTokenTtl()));
    }

    /** A page or route of this installation; built from the configured address, never from a request's. */
    String link(String pathAndQuery) {
        String root = publicUrl.get().toString();
        return (root.endsWith("/") ? root.substring(0, root.length() - 1) : root) + pathAndQuery;
    }
}
