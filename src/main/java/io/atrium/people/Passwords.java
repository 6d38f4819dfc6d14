package io.atrium.people;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Hashes and compares passwords; a comparison takes the same time whether there is an account or not. */
final class Passwords {

    /** Bcrypt looks at no more than this. */
    static final int MAX_BYTES = 72;

    private static final int SALT_AND_HASH_CHARS = 22 + 31;

    private final int cost;
    /** What is compared where there is no account: a hash of the usual cost that no known password has. */
    private final String nobody;

    /** Hashing is pure work: more at once than there are processors would only slow everybody else down. */
    private final Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors());

    Passwords(int cost) {
        this.cost = cost;
        this.nobody = String.format(Locale.ROOT, "$2a$%02d$", cost) + "a".repeat(SALT_AND_HASH_CHARS);
    }

    String hash(String password) {
        turns.acquireUninterruptibly();
        try {
            return new String(
                    BCrypt.withDefaults().hash(cost, password.getBytes(StandardCharsets.UTF_8)),
                    StandardCharsets.UTF_8);
        } finally {
            turns.release();
        }
    }

    /** Whether the password is the one of the hash; never true without a hash. */
    boolean matches(String password, @Nullable String hash) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        boolean fits = bytes.length <= MAX_BYTES;
        byte[] known = (hash == null ? nobody : hash).getBytes(StandardCharsets.UTF_8);
        turns.acquireUninterruptibly();
        try {
            boolean equal = BCrypt.verifyer().verify(fits ? bytes : Arrays.copyOf(bytes, MAX_BYTES), known).verified;
            return equal && fits && hash != null;
        } finally {
            turns.release();
        }
    }
}
