package io.atrium.people;

import io.atrium.config.Setting;
import java.time.Duration;

/** How people log in, and for how long what they were given holds. */
public record PeopleConfig(
        @Setting(
                env = "ATRIUM_ACCESS_TOKEN_TTL",
                fallback = "150m",
                min = 60_000,
                max = 604_800_000,
                doc = "How long an access token is good, unless the saved settings say so")
        Duration accessTokenTtl,

        @Setting(
                env = "ATRIUM_REFRESH_TOKEN_TTL",
                fallback = "7d",
                min = 900_000,
                max = 31_536_000_000L,
                doc = "How long a refresh token is good, unless the saved settings say so")
        Duration refreshTokenTtl,

        @Setting(
                env = "ATRIUM_ACTIVATION_TTL",
                fallback = "24h",
                min = 1_800_000,
                max = 2_592_000_000L,
                doc = "How long an activation link is good, unless the security settings say so")
        Duration activationTtl,

        @Setting(
                env = "ATRIUM_RESET_TTL",
                fallback = "24h",
                min = 60_000,
                max = 604_800_000,
                doc = "How long a link to reset a password is good, unless the security settings say so")
        Duration resetTtl,

        @Setting(
                env = "ATRIUM_IMPERSONATION",
                fallback = "true",
                doc = "Whether administrators may look on or act as their users; always audited with both names")
        boolean impersonation,

        @Setting(
                env = "ATRIUM_IMPERSONATION_TTL",
                fallback = "1h",
                min = 60_000,
                max = 86_400_000,
                doc = "How long an administrator may act as another user before asking again")
        Duration impersonationTtl,

        @Setting(
                env = "ATRIUM_LOGIN_FAILURES_PER_MINUTE",
                fallback = "10",
                min = 1,
                max = 100_000,
                doc = "Wrong passwords a minute for one name from one address")
        int loginFailuresPerMinute,

        @Setting(
                env = "ATRIUM_LOGIN_ATTEMPTS_PER_MINUTE",
                fallback = "300",
                min = 1,
                max = 1_000_000,
                doc = "Calls of log-in, activation, reset and refresh a minute from one address")
        int loginAttemptsPerMinute,

        @Setting(
                env = "ATRIUM_PASSWORD_COST",
                fallback = "10",
                min = 10,
                max = 16,
                doc = "Work factor of bcrypt; each step doubles the time of a log-in")
        int passwordCost,

        @Setting(
                env = "ATRIUM_PASSWORD_THREADS",
                fallback = "0",
                min = 0,
                max = 256,
                doc = "Threads that hash passwords; 0 for one less than there are processors, at least 1")
        int passwordThreads,

        @Setting(
                env = "ATRIUM_PASSWORD_PLACES",
                fallback = "128",
                min = 1,
                max = 10_000,
                doc = "Most passwords that are hashed or wait for it at once; more log-ins get 503")
        int passwordPlaces,

        @Setting(
                env = "ATRIUM_PASSWORD_PLACES_PER_ADDRESS",
                fallback = "8",
                min = 1,
                max = 10_000,
                doc = "The same for one address, whose further log-ins get 429; addresses take turns")
        int passwordPlacesPerAddress,

        @Setting(
                env = "ATRIUM_ACTIVATION_MAILS_PER_MINUTE",
                fallback = "60",
                min = 1,
                max = 100_000,
                doc = "Activation links that one caller has mailed in a minute; at most 3 of them to one address")
        int activationMailsPerMinute,

        @Setting(
                env = "ATRIUM_API_KEYS_PER_USER",
                fallback = "100",
                min = 1,
                max = 10_000,
                doc = "Most API keys that one user has")
        int apiKeysPerUser) {}
