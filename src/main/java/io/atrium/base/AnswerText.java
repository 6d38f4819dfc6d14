package io.atrium.base;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.nio.charset.StandardCharsets;

/**
 * The text of an answer that may get long: its end as characters, what stands before as bytes already, so that it is not
 * copied again and again while it grows.
 */
public final class AnswerText {

    /** Characters that wait before they become bytes. Most answers are shorter, and are encoded once. */
    private static final int LONG = 16 << 10;

    /** Characters that the builder may keep room for. */
    private static final int MUCH_ROOM = 256 << 10;

    private final ByteArrayBuilder done = new ByteArrayBuilder(0);
    private StringBuilder end;

    public AnswerText(int usual) {
        this.end = new StringBuilder(Math.min(usual, 2 * LONG));
    }

    /** Where to write on; valid until the next {@link #settle}. */
    public StringBuilder end() {
        return end;
    }

    /** Turns what was written into bytes if it is long; how many those are, 0 if it is not. */
    public int settle() {
        return end.length() < LONG ? 0 : encode();
    }

    private int encode() {
        byte[] bytes = end.toString().getBytes(StandardCharsets.UTF_8);
        done.write(bytes, 0, bytes.length);
        if (end.capacity() > MUCH_ROOM) {
            end = new StringBuilder(2 * LONG);
        } else {
            end.setLength(0);
        }
        return bytes.length;
    }

    public byte[] bytes() {
        if (done.size() == 0) {
            return end.toString().getBytes(StandardCharsets.UTF_8);
        }
        encode();
        return done.toByteArray();
    }
}
