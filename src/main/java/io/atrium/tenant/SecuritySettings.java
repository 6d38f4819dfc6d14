package io.atrium.tenant;

import org.jspecify.annotations.Nullable;

/**
 * How log-ins are guarded, for the whole installation; stored under the system's key {@code securitySettings}.
 *
 * @param maxFailedLoginAttempts after so many an account is locked; null for never
 * @param userActivationTokenTtl life time of an activation link, in hours
 * @param passwordResetTokenTtl life time of a password reset link, in hours
 */
public record SecuritySettings(
        @Nullable UserPasswordPolicy passwordPolicy,
        @Nullable Integer maxFailedLoginAttempts,
        @Nullable String userLockoutNotificationEmail,
        @Nullable Integer mobileSecretKeyLength,
        @Nullable Integer userActivationTokenTtl,
        @Nullable Integer passwordResetTokenTtl) {

    /** What holds until somebody saves something else. */
    public static final SecuritySettings DEFAULT =
            new SecuritySettings(UserPasswordPolicy.DEFAULT, null, null, 64, 24, 24);

    /** Longest life time of a link: 30 days. */
    static final int MAX_TTL_HOURS = 720;

    /** What a password must be like; null for no demand. */
    public record UserPasswordPolicy(
            @Nullable Integer minimumLength,
            @Nullable Integer maximumLength,
            @Nullable Integer minimumUppercaseLetters,
            @Nullable Integer minimumLowercaseLetters,
            @Nullable Integer minimumDigits,
            @Nullable Integer minimumSpecialCharacters,
            @Nullable Boolean allowWhitespaces,
            @Nullable Boolean forceUserToResetPasswordIfNotValid,
            @Nullable Integer passwordExpirationPeriodDays,
            @Nullable Integer passwordReuseFrequencyDays) {

        public static final UserPasswordPolicy DEFAULT =
                new UserPasswordPolicy(8, 72, null, null, null, null, true, false, null, null);
    }
}
