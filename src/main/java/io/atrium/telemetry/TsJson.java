package io.atrium.telemetry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.entity.Effort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Writes {@code {"key":[{"ts":1,"value":"2"}]}}, point by point, up to a number of points and of bytes. */
final class TsJson {

    private final ByteArrayBuilder bytes = new ByteArrayBuilder(512);
    private final JsonGenerator out;
    private final boolean strict;
    private final int maxPoints;
    private final LongConsumer hold;
    private int points;
    private boolean open;

    /**
     * @param strict typed values instead of text
     * @param hold counts the bytes of each point before it is written
     */
    TsJson(boolean strict, int maxPoints, LongConsumer hold) {
        this.strict = strict;
        this.maxPoints = maxPoints;
        this.hold = hold;
        try {
            out = Json.mapper().getFactory().createGenerator(bytes);
            out.writeStartObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a point to the key at hand; a key without points does not appear. */
    boolean point(String key, long ts, @Nullable Value value) {
        if (++points > maxPoints) {
            throw tooMany(maxPoints);
        }
        hold.accept(Effort.ROW_BYTES + (value == null ? 0 : value.textLength()));
        try {
            if (!open) {
                out.writeArrayFieldStart(key);
                open = true;
            }
            out.writeStartObject();
            out.writeNumberField("ts", ts);
            out.writeFieldName("value");
            write(value);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    static Problem tooMany(int maxPoints) {
        return Problem.badRequest("More than " + maxPoints
                + " points; the limit ATRIUM_TELEMETRY_MAX_RESULT holds for all keys of a read together: ask for a"
                + " shorter range, a smaller 'limit' or an aggregation");
    }

    private void write(@Nullable Value value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (strict && value.kind() != Value.Kind.STRING) {
            out.writeRawValue(value.text());
        } else {
            out.writeString(value.text());
        }
    }

    void endKey() {
        if (open) {
            open = false;
            try {
                out.writeEndArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    byte[] end() {
        try {
            out.writeEndObject();
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
