package io.atrium.live;

import io.atrium.entity.Latest.Stamped;
import org.jspecify.annotations.Nullable;

/**
 * A value in the text form of the wire, with its moment.
 *
 * @param count how many points it was made of; null for a point itself
 */
record Sample(long ts, String text, @Nullable Long count) {

    /** Stands for a value that is not there: never set, deleted, or not for this caller. */
    static final Sample NONE = new Sample(0, "");

    Sample(long ts, String text) {
        this(ts, text, null);
    }

    static Sample of(@Nullable Stamped stamped) {
        return stamped == null ? NONE : new Sample(stamped.ts(), stamped.value().text());
    }
}
