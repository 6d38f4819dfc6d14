package io.atrium.people;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Hashes and compares passwords; a comparison takes the same time whether there is an account or not. */
final class Passwords {

    /** Bcrypt looks at no more than this. */
    static final int MAX_BYTES = 72;

    /** The platform itself, as who asks. */
    static final String WITHIN = "";

    private static final int SALT_AND_HASH_CHARS = 22 + 31;

    private final int cost;
    /** What is compared where there is no account: a hash of the usual cost that no known password has. */
    private final String nobody;

    private final HashingQueue queue;

    Passwords(int cost, HashingQueue queue) {
        this.cost = cost;
        this.queue = queue;
        this.nobody = String.format(Locale.ROOT, "$2a$%02d$", cost) + "a".repeat(SALT_AND_HASH_CHARS);
    }

    /** @param address who asks; {@link #WITHIN} for the platform itself */
    String hash(String password, String address) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        return queue.run(address, () -> new String(BCrypt.withDefaults().hash(cost, bytes), StandardCharsets.UTF_8));
    }

    /**
     * Whether the password is the one of the hash; never true without a hash.
     *
     * @param address who asks
     */
    boolean matches(String password, @Nullable String hash, String address) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        boolean fits = bytes.length <= MAX_BYTES;
        byte[] known = (hash == null ? nobody : hash).getBytes(StandardCharsets.UTF_8);
        byte[] shown = fits ? bytes : Arrays.copyOf(bytes, MAX_BYTES);
        boolean equal = queue.run(address, () -> BCrypt.verifyer().verify(shown, known).verified);
        return equal && fits && hash != null;
    }
}
