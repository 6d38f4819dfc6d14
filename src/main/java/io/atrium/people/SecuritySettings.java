package io.atrium.people;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How log-ins are guarded, for the whole installation; kept in the system's settings under {@value #KEY}. What is shown
 * to administrators is what holds, also before anybody saved it.
 *
 * @param maxFailedLoginAttempts after so many an account is locked; null for never
 * @param userActivationTokenTtl life time of an activation link, in hours
 * @param passwordResetTokenTtl life time of a password reset link, in hours
 */
record SecuritySettings(
        @Nullable UserPasswordPolicy passwordPolicy,
        @Nullable Integer maxFailedLoginAttempts,
        @Nullable String userLockoutNotificationEmail,
        @Nullable Integer mobileSecretKeyLength,
        @Nullable Integer userActivationTokenTtl,
        @Nullable Integer passwordResetTokenTtl) {

    static final String KEY = "securitySettings";

    static final SecuritySettings NONE = new SecuritySettings(null, null, null, null, null, null);

    /** Longest life time of a link: 30 days. */
    static final int MAX_TTL_HOURS = 720;

    private static final int DEFAULT_MOBILE_SECRET = 64;

    /** With what holds in place of everything that nobody saved. */
    SecuritySettings filled(PeopleConfig config) {
        return new SecuritySettings(
                policy(),
                maxFailedLoginAttempts,
                userLockoutNotificationEmail,
                mobileSecretKeyLength == null ? DEFAULT_MOBILE_SECRET : mobileSecretKeyLength,
                hours(activationTtl(config.activationTtl())),
                hours(resetTtl(config.resetTtl())));
    }

    private static int hours(Duration time) {
        return (int) Math.clamp(time.toHours(), 1, MAX_TTL_HOURS);
    }

    UserPasswordPolicy policy() {
        return passwordPolicy == null ? UserPasswordPolicy.DEFAULT : passwordPolicy;
    }

    /** Wrong passwords in a row that lock an account; 0 for never. */
    int lockAfter() {
        return maxFailedLoginAttempts == null ? 0 : Math.max(0, maxFailedLoginAttempts);
    }

    Duration activationTtl(Duration fallback) {
        return hours(userActivationTokenTtl, fallback);
    }

    Duration resetTtl(Duration fallback) {
        return hours(passwordResetTokenTtl, fallback);
    }

    private static Duration hours(@Nullable Integer hours, Duration fallback) {
        return hours == null || hours < 1 ? fallback : Duration.ofHours(hours);
    }
}
