package io.atrium.people;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until a test moves it. */
final class HandClock implements InstantSource {

    private final AtomicLong millis = new AtomicLong(1_790_000_000_000L);

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    void advance(Duration time) {
        millis.addAndGet(time.toMillis());
    }
}
