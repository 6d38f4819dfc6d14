package io.atrium.live;

import io.atrium.entity.Attributes.AttributesChanged;
import io.atrium.entity.Entry;
import io.atrium.telemetry.Reading;
import java.util.List;

/**
 * Told of what happens to one entity. All methods are called on threads that acknowledge for everybody: they only note
 * what there is to do.
 */
interface Watch {

    default void stored(List<Reading> readings) {}

    /** Points of these keys were deleted. */
    default void deleted(List<String> keys) {}

    default void attributes(AttributesChanged change) {}

    /** The header or the own fields changed. */
    default void changed(Entry entry) {}
}
