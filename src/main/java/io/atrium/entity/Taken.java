package io.atrium.entity;

import io.atrium.base.Value;
import io.atrium.entity.Latest.Visitor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of one chunk on their way to a visitor, who may be as slow as it likes while readings go on. */
final class Taken implements Visitor {

    private final int[] ordinals = new int[Chunk.SLOTS];
    private final long[] ts = new long[Chunk.SLOTS];
    private final @Nullable Value[] values = new Value[Chunk.SLOTS];
    private int size;

    @Override
    public void value(int ordinal, long moment, Value value) {
        ordinals[size] = ordinal;
        ts[size] = moment;
        values[size++] = value;
    }

    void handOver(Visitor visitor) {
        for (int i = 0; i < size; i++) {
            visitor.value(ordinals[i], ts[i], Objects.requireNonNull(values[i]));
        }
        size = 0;
    }
}
