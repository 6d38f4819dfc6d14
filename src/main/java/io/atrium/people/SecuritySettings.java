package io.atrium.people;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The operator's rules for log-ins, as the system's settings keep them under {@value #KEY}. */
record SecuritySettings(
        @Nullable UserPasswordPolicy passwordPolicy,
        @Nullable Integer maxFailedLoginAttempts,
        @Nullable String userLockoutNotificationEmail,
        @Nullable Integer userActivationTokenTtl,
        @Nullable Integer passwordResetTokenTtl) {

    static final String KEY = "securitySettings";

    static final SecuritySettings NONE = new SecuritySettings(null, null, null, null, null);

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
