package io.atrium.live;

import io.atrium.base.Value;
import io.atrium.entity.Effort;
import io.atrium.entity.Latest;
import io.atrium.entity.Latest.Stamped;
import org.jspecify.annotations.Nullable;

/**
 * A value in the text form of the wire, with its moment.
 *
 * @param count how many points it was made of; null for a point itself
 * @param type the kind of the value, which its text does not tell; null for fields of entities
 */
record Sample(long ts, String text, @Nullable Long count, Value.@Nullable Kind type) {

    /** Stands for a value that is not there: never set, deleted, or not for this caller. */
    static final Sample NONE = new Sample(0, "", null, null);

    Sample(long ts, Value value) {
        this(ts, value.text(), null, value.kind());
    }

    /** About what it takes in an answer. */
    long bytes() {
        return Effort.ROW_BYTES + text.length();
    }

    /** What is kept of the sample to know it again: of a long text not the text itself. */
    Sample remembered() {
        return text.length() <= Latest.MAX_TEXT
                ? this
                : new Sample(ts, text.length() + " characters, " + text.hashCode(), count, type);
    }

    static Sample of(@Nullable Stamped stamped) {
        return stamped == null ? NONE : new Sample(stamped.ts(), stamped.value());
    }
}
