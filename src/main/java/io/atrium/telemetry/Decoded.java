package io.atrium.telemetry;

import io.atrium.base.LeftOut;
import io.atrium.base.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A message as far as it could be read: what is to be stored, and what is not. */
public record Decoded(List<Reading> readings, LeftOut leftOut) {

    public static Decoded of(List<Reading> readings) {
        return new Decoded(readings, LeftOut.NOTHING);
    }

    /** The readings as attributes, which have one value each: the last. */
    public Map<String, Value> values() {
        Map<String, Value> values = new LinkedHashMap<>();
        readings.forEach(reading -> values.put(reading.key(), reading.value()));
        return values;
    }
}
