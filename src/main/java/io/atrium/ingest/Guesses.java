package io.atrium.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.base.AddressBlock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Counts wrong tokens, passwords and provisioning keys of devices by address, and by address and name. Above so many in a
 * minute nothing of that address is looked up any more; only what passed from there while others failed goes on, so that
 * one broken device does not keep out its neighbours behind the same address.
 */
public final class Guesses {

    /** Most addresses, names and good pairs that are remembered: a bound for the memory, whoever guesses. */
    private static final int REMEMBERED = 10_000;

    private static final int LONGEST_NAME = 255;
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final InstantSource clock;
    private final int perAddress;
    private final int perName;
    private final Cache<String, Count> failures =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private final Cache<String, Boolean> good =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();
    private volatile long lastFailure = Long.MIN_VALUE;

    Guesses(InstantSource clock, IngestConfig config) {
        this.clock = clock;
        this.perAddress = config.failuresPerAddress();
        this.perName = config.failuresPerName();
    }

    /** Failures in one minute of the clock. */
    private record Count(long minute, int failures) {}

    /**
     * False if too many failed from there in this minute.
     *
     * @param name the token, user name, client id or provisioning key
     */
    public boolean mayTry(String address, String name) {
        if (isQuiet()) {
            return true;
        }
        String network = AddressBlock.of(address);
        boolean full = count(network) >= perAddress || count(pair(network, name)) >= perName;
        return !full || good.getIfPresent(pair(network, name)) != null;
    }

    /** What an attempt says about a name and its secret. */
    public enum Verdict {
        PASSED,
        WRONG,
        /** It ended for another reason. */
        NONE
    }

    /** Counts how an attempt ends. */
    <T> CompletionStage<T> counted(
            String address, String name, CompletionStage<T> attempt, Function<T, Verdict> verdict) {
        return attempt.thenApply(result -> {
            switch (verdict.apply(result)) {
                case PASSED -> passed(address, name);
                case WRONG -> failed(address, name);
                case NONE -> {}
            }
            return result;
        });
    }

    public void failed(String address, String name) {
        String network = AddressBlock.of(address);
        long minute = clock.millis() / MINUTE;
        lastFailure = clock.millis();
        add(network, minute);
        add(pair(network, name), minute);
        good.invalidate(pair(network, name));
    }

    public void passed(String address, String name) {
        if (!isQuiet()) {
            String network = AddressBlock.of(address);
            if (count(network) > 0) {
                good.put(pair(network, name), true);
            }
        }
    }

    /** Mostly nobody guesses, and the way of a message costs one comparison. */
    private boolean isQuiet() {
        long last = lastFailure;
        return last == Long.MIN_VALUE || clock.millis() - last > 2 * MINUTE;
    }

    private void add(String key, long minute) {
        failures.asMap().compute(key, (k, known) -> {
            boolean same = known != null && known.minute() == minute;
            return new Count(minute, same ? Objects.requireNonNull(known).failures() + 1 : 1);
        });
    }

    private int count(String key) {
        Count known = failures.getIfPresent(key);
        return known == null || known.minute() != clock.millis() / MINUTE ? 0 : known.failures();
    }

    private static String pair(String network, String name) {
        return network + "\n" + (name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name);
    }
}
