package io.atrium.people;

import io.atrium.base.Problem;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks security settings before they are stored; each message names field and limits. */
final class SecurityRules {

    private static final int MAX_MIN_LENGTH = 50;
    private static final int MAX_ATTEMPTS = 1_000;
    private static final int MAX_DAYS = 3_650;
    private static final int MIN_MOBILE_SECRET = 16;
    private static final int MAX_MOBILE_SECRET = 256;
    private static final int MAX_EMAIL = 255;

    private SecurityRules() {}

    static void check(SecuritySettings settings) {
        required("userActivationTokenTtl", settings.userActivationTokenTtl(), 1, SecuritySettings.MAX_TTL_HOURS);
        required("passwordResetTokenTtl", settings.passwordResetTokenTtl(), 1, SecuritySettings.MAX_TTL_HOURS);
        optional("maxFailedLoginAttempts", settings.maxFailedLoginAttempts(), 0, MAX_ATTEMPTS);
        optional("mobileSecretKeyLength", settings.mobileSecretKeyLength(), MIN_MOBILE_SECRET, MAX_MOBILE_SECRET);
        String email = settings.userLockoutNotificationEmail();
        if (email != null && !email.isEmpty() && !isEmail(email)) {
            throw Problem.badRequest(
                    "Field 'userLockoutNotificationEmail' must be an email of at most " + MAX_EMAIL + " characters");
        }
        UserPasswordPolicy policy = settings.passwordPolicy();
        if (policy == null) {
            throw Problem.badRequest("Field 'passwordPolicy' is missing");
        }
        check(policy);
    }

    private static boolean isEmail(String text) {
        return text.length() <= MAX_EMAIL && text.matches("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
    }

    private static void check(UserPasswordPolicy policy) {
        int least = required(
                "passwordPolicy.minimumLength",
                policy.minimumLength(),
                UserPasswordPolicy.DEFAULT_MIN_LENGTH,
                MAX_MIN_LENGTH);
        optional("passwordPolicy.maximumLength", policy.maximumLength(), least, Passwords.MAX_BYTES);
        optional("passwordPolicy.minimumUppercaseLetters", policy.minimumUppercaseLetters(), 0, MAX_MIN_LENGTH);
        optional("passwordPolicy.minimumLowercaseLetters", policy.minimumLowercaseLetters(), 0, MAX_MIN_LENGTH);
        optional("passwordPolicy.minimumDigits", policy.minimumDigits(), 0, MAX_MIN_LENGTH);
        optional("passwordPolicy.minimumSpecialCharacters", policy.minimumSpecialCharacters(), 0, MAX_MIN_LENGTH);
        optional("passwordPolicy.passwordExpirationPeriodDays", policy.passwordExpirationPeriodDays(), 0, MAX_DAYS);
        optional("passwordPolicy.passwordReuseFrequencyDays", policy.passwordReuseFrequencyDays(), 0, MAX_DAYS);
        int demanded = Stream.of(
                        policy.minimumUppercaseLetters(),
                        policy.minimumLowercaseLetters(),
                        policy.minimumDigits(),
                        policy.minimumSpecialCharacters())
                .mapToInt(count -> count == null ? 0 : count)
                .sum();
        Integer longest = policy.maximumLength();
        int most = longest == null ? Passwords.MAX_BYTES : longest;
        if (demanded > most) {
            throw Problem.badRequest("Field 'passwordPolicy' demands " + demanded
                    + " characters of given sorts, but a password has at most " + most);
        }
    }

    private static int required(String field, @Nullable Integer value, int min, int max) {
        if (value == null || value < min || value > max) {
            throw Problem.badRequest("Field '" + field + "' must be between " + min + " and " + max);
        }
        return value;
    }

    private static void optional(String field, @Nullable Integer value, int min, int max) {
        if (value != null) {
            required(field, value, min, max);
        }
    }
}
