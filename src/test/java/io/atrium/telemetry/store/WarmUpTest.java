package io.atrium.telemetry.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;

/** The walk over made-up rows after a start. */
final class WarmUpTest {

    @Test
    void walksOverAllRowsSeveralTimes() throws RocksDBException {
        AtomicInteger points = new AtomicInteger();
        AtomicInteger walks = new AtomicInteger();
        WarmUp.run(() -> {
            walks.incrementAndGet();
            return (ts, value) -> points.incrementAndGet() > 0;
        });
        assertThat(walks.get()).isGreaterThan(1);
        assertThat(points.get()).isEqualTo(walks.get() * WarmUp.ROWS);
    }

    @Test
    void aVisitorThatHasEnoughEndsItsWalk() throws RocksDBException {
        AtomicInteger points = new AtomicInteger();
        AtomicInteger walks = new AtomicInteger();
        WarmUp.run(() -> {
            walks.incrementAndGet();
            return (ts, value) -> {
                points.incrementAndGet();
                return false;
            };
        });
        assertThat(points.get()).isEqualTo(walks.get());
    }
}
