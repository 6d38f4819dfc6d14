package io.atrium.people;

import io.atrium.base.Problem;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What a password must look like (access-model 4.1); null asks for nothing. */
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

    static final int DEFAULT_MIN_LENGTH = 6;

    static final UserPasswordPolicy DEFAULT = new UserPasswordPolicy(
            DEFAULT_MIN_LENGTH, Passwords.MAX_BYTES, null, null, null, null, true, false, null, null);

    /** For how many days a password cannot be taken again; 0 for none. */
    int reuseDays() {
        return passwordReuseFrequencyDays == null ? 0 : Math.max(0, passwordReuseFrequencyDays);
    }

    /** After how many days a password is outdated; 0 for never. */
    int expiryDays() {
        return passwordExpirationPeriodDays == null ? 0 : Math.max(0, passwordExpirationPeriodDays);
    }

    /** Refuses a password that breaks a rule, naming the rule and never the password. */
    void check(String password) {
        if (password.getBytes(StandardCharsets.UTF_8).length > Passwords.MAX_BYTES) {
            throw Problem.badRequest("Password must not be longer than " + Passwords.MAX_BYTES + " bytes");
        }
        int length = password.codePointCount(0, password.length());
        int least = Math.max(1, minimumLength == null ? DEFAULT_MIN_LENGTH : minimumLength);
        if (length < least) {
            throw Problem.badRequest("Password must be at least " + least + " characters long");
        }
        if (maximumLength != null && maximumLength >= least && length > maximumLength) {
            throw Problem.badRequest("Password must be at most " + maximumLength + " characters long");
        }
        requireCount(password, minimumUppercaseLetters, "upper-case letters", Character::isUpperCase);
        requireCount(password, minimumLowercaseLetters, "lower-case letters", Character::isLowerCase);
        requireCount(password, minimumDigits, "digits", Character::isDigit);
        requireCount(
                password,
                minimumSpecialCharacters,
                "special characters",
                c -> !Character.isLetterOrDigit(c) && !Character.isWhitespace(c));
        if (Boolean.FALSE.equals(allowWhitespaces) && password.chars().anyMatch(Character::isWhitespace)) {
            throw Problem.badRequest("Password must not contain spaces");
        }
    }

    private static void requireCount(String password, @Nullable Integer least, String what, IntPredicate test) {
        if (least != null && password.codePoints().filter(test).count() < least) {
            throw Problem.badRequest("Password must contain at least " + least + " " + what);
        }
    }
}
