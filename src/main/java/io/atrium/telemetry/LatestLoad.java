package io.atrium.telemetry;

import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Brings the newest points of a tenant into its directory while that is loaded. */
final class LatestLoad {

    private static final Logger LOG = Logger.getLogger(LatestLoad.class);

    private LatestLoad() {}

    /** Appends that complete meanwhile already go there, hence no plain put. */
    static void run(SeriesStore store, Directory directory) {
        directory.latest().readSeriesBy(series -> newest(store, series));
        long[] unknown = {0};
        store.latest(directory.tenantId(), (entity, key, series, ts, value) -> {
            Optional<Entry> entry = directory.find(entity);
            if (entry.isEmpty()) {
                unknown[0]++;
                return;
            }
            int ordinal = entry.get().ordinal();
            // A key whose values were deleted is looked up when it comes back: it must not take memory until then.
            if (value != null) {
                directory.requireLoadable();
                directory.latest().setSeries(key, ordinal, series);
                directory.latest().advance(KeyScope.TIME_SERIES, key, ordinal, ts, value);
            }
        });
        if (unknown[0] > 0) {
            LOG.warnf("Tenant %s has %d series of entities that do not exist", directory.tenantId(), unknown[0]);
        }
    }

    private static Latest.@Nullable Stamped newest(SeriesStore store, long series) {
        return store.latest(series)
                .map(point -> new Latest.Stamped(point.ts(), point.value()))
                .orElse(null);
    }
}
