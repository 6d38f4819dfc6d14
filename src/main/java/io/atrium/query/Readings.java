package io.atrium.query;

import io.atrium.base.Value;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest;
import io.atrium.entity.LongTexts;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Reads attributes and latest time-series values by the key types of queries. Knows nothing of rights.
 *
 * @param texts long texts that were read before; null if each is read when it is met
 */
record Readings(Latest latest, @Nullable LongTexts texts) {

    /** The scopes of a key without a scope; of values that were set in the same millisecond the first wins. */
    private static final List<KeyScope> ANY_SCOPE =
            List.of(KeyScope.SERVER_SCOPE, KeyScope.SHARED_SCOPE, KeyScope.CLIENT_SCOPE);

    Readings(Latest latest) {
        this(latest, null);
    }

    /** Reads a value of an entity beforehand if it is a long text. The caller holds no lock. */
    static void fetch(LongTexts texts, EntityKeyType type, String key, int ordinal) {
        scopes(type).forEach(scope -> texts.fetch(scope, key, ordinal));
    }

    /** Visits the values that the entities have, in the order of ordinals; waits for the store where one is a long text. */
    void forEach(EntityKeyType type, String key, RoaringBitmap entities, Latest.Visitor visitor) {
        peek(type, key, entities, (ordinal, ts, value) -> {
            Latest.Stamped whole = value.isStub() ? get(type, key, ordinal) : null;
            if (whole != null) {
                visitor.value(ordinal, whole.ts(), whole.value());
            } else if (!value.isStub()) {
                visitor.value(ordinal, ts, value);
            }
        });
    }

    private void peek(EntityKeyType type, String key, RoaringBitmap entities, Latest.Visitor visitor) {
        List<KeyScope> scopes = scopes(type);
        if (scopes.size() > 1) {
            scopes = scopes.stream().filter(scope -> latest.hasKey(scope, key)).toList();
        }
        if (scopes.size() == 1) {
            latest.forEach(scopes.getFirst(), key, entities, visitor);
        } else if (!scopes.isEmpty()) {
            Newest newest = new Newest(entities.toArray());
            for (KeyScope scope : scopes) {
                newest.restart();
                latest.forEach(scope, key, entities, newest);
            }
            newest.forEach(visitor);
        }
    }

    Latest.@Nullable Stamped get(EntityKeyType type, String key, int ordinal) {
        Latest.Stamped newest = null;
        KeyScope of = KeyScope.SERVER_SCOPE;
        for (KeyScope scope : scopes(type)) {
            Latest.Stamped found = latest.peek(scope, key, ordinal);
            if (found != null && (newest == null || found.ts() > newest.ts())) {
                newest = found;
                of = scope;
            }
        }
        if (newest == null || !newest.value().isStub()) {
            return newest;
        }
        return texts == null ? latest.get(of, key, ordinal) : texts.get(of, key, ordinal);
    }

    private static List<KeyScope> scopes(EntityKeyType type) {
        return switch (type) {
            case ATTRIBUTE -> ANY_SCOPE;
            case CLIENT_ATTRIBUTE -> List.of(KeyScope.CLIENT_SCOPE);
            case SHARED_ATTRIBUTE -> List.of(KeyScope.SHARED_SCOPE);
            case SERVER_ATTRIBUTE -> List.of(KeyScope.SERVER_SCOPE);
            case TIME_SERIES -> List.of(KeyScope.TIME_SERIES);
            case ENTITY_FIELD, ALARM_FIELD -> List.of();
        };
    }

    /** Keeps the newest of what several scopes say about the same entities. */
    private static final class Newest implements Latest.Visitor {
        private final int[] ordinals;
        private final long[] moments;
        private final @Nullable Value[] values;
        private int at;

        Newest(int[] ordinals) {
            this.ordinals = ordinals;
            this.moments = new long[ordinals.length];
            this.values = new Value[ordinals.length];
        }

        void restart() {
            at = 0;
        }

        @Override
        public void value(int ordinal, long ts, Value value) {
            at = Arrays.binarySearch(ordinals, at, ordinals.length, ordinal);
            if (values[at] == null || ts > moments[at]) {
                moments[at] = ts;
                values[at] = value;
            }
        }

        void forEach(Latest.Visitor visitor) {
            for (int i = 0; i < ordinals.length; i++) {
                Value value = values[i];
                if (value != null) {
                    visitor.value(ordinals[i], moments[i], value);
                }
            }
        }
    }
}
