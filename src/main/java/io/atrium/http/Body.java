package io.atrium.http;

import io.atrium.base.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** A body that arrived as a whole, with the memory that is paid for it; closed when its answer is made. */
public final class Body implements AutoCloseable {

    /** What one value of a document takes when it stands in memory as a tree; more than the usual, less than the worst. */
    static final int BYTES_OF_VALUE = 128;

    /** Most pieces of one packed body. */
    private static final int MAX_MEMBERS = 100;

    private static final int PIECE = 8 << 10;
    private static final byte[] NOTHING = {};

    private final Limit limit;
    private final String coding;
    private final byte[] raw;
    private BodyBudget.@Nullable Share share;
    private long held;

    /**
     * How long a body may be.
     *
     * @param name of the setting; empty if it is none
     */
    public record Limit(long bytes, String name) {
        Problem exceeded() {
            return Problem.of(
                    Problem.Kind.TOO_LARGE,
                    "The body is larger than " + bytes + " bytes" + (name.isEmpty() ? "" : "; the limit is " + name));
        }
    }

    /**
     * A body.
     *
     * @param coding how it is packed (RFC 9110 section 8.4); empty if it is not
     * @param held what was taken of the share for it
     */
    Body(Limit limit, String coding, byte[] raw, BodyBudget.@Nullable Share share, long held) {
        this.limit = limit;
        this.coding = coding;
        this.raw = raw;
        this.share = share;
        this.held = held;
    }

    /** True if a packed body must be opened before it can be read. */
    public boolean isPacked() {
        return !coding.isEmpty();
    }

    /** True if memory was taken for it. */
    public boolean isPaid() {
        return share != null;
    }

    /** Bytes as they came. */
    public byte[] raw() {
        return raw;
    }

    /** A body that came at once was read before anybody had to pay; now this share does. */
    public Body paidBy(BodyBudget.Share payer) {
        if (share == null && raw.length > 0) {
            payer.take(raw.length, 0);
            share = payer;
            held = raw.length;
        }
        return this;
    }

    /**
     * The body unpacked, after the memory for its tree is taken.
     *
     * @throws Problem if it is longer than its limit or needs more memory than there is
     */
    public byte[] open() {
        if (raw.length == 0) {
            return NOTHING;
        }
        byte[] open = isPacked() ? unpacked() : raw;
        take(memoryOf(open));
        return open;
    }

    private void take(long bytes) {
        if (share != null) {
            share.take(bytes, held);
            held += bytes;
        }
    }

    private byte[] unpacked() {
        requireFewMembers();
        ByteArrayOutputStream open = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try (InputStream in = coding.equals("gzip")
                ? new GZIPInputStream(new ByteArrayInputStream(raw))
                : new InflaterInputStream(new ByteArrayInputStream(raw))) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (open.size() + read > limit.bytes()) {
                    throw limit.exceeded();
                }
                // Twice, because the stream grows by copying.
                take(2L * read);
                open.write(piece, 0, read);
            }
        } catch (IOException e) {
            throw new Problem(Problem.Kind.BAD_REQUEST, "The body is not in the coding " + coding, e);
        }
        return open.toByteArray();
    }

    /** A body may be packed in pieces (RFC 1952 section 2.2), but the JDK's reader calls itself for each empty one. */
    private void requireFewMembers() {
        int members = 0;
        for (int at = 0; at + 2 < raw.length; at++) {
            if (raw[at] == 0x1F && raw[at + 1] == (byte) 0x8B && raw[at + 2] == 8 && ++members > MAX_MEMBERS) {
                throw Problem.badRequest("The body has more than " + MAX_MEMBERS + " pieces in the coding " + coding);
            }
        }
    }

    /**
     * What a JSON document takes at most when it is read, counted without reading it: its values, its texts, and the
     * characters that the reader collects of the longest of them, twice while it makes the text of its pieces.
     */
    static long memoryOf(byte[] document) {
        long values = 1;
        long texts = 0;
        long longest = 0;
        int at = 0;
        while (at < document.length) {
            switch (document[at]) {
                case '"', '\'' -> {
                    int end = endOfText(document, at);
                    int length = end - at;
                    texts += isWide(document, at, end) ? (long) length * Character.BYTES : length;
                    longest = Math.max(longest, length);
                    at = end;
                }
                case '{', '[', ',', ':' -> values++;
                default -> {}
            }
            at++;
        }
        return values * BYTES_OF_VALUE + texts + longest * Character.BYTES * 2;
    }

    /** Where the quote stands that ends a text, or the end of the document. */
    private static int endOfText(byte[] document, int start) {
        int at = start + 1;
        while (at < document.length && document[at] != document[start]) {
            at += document[at] == '\\' ? 2 : 1;
        }
        return Math.min(at, document.length);
    }

    /** True if a text may have characters that make Java keep two bytes for each. */
    private static boolean isWide(byte[] document, int start, int end) {
        for (int at = start; at < end; at++) {
            if (document[at] < 0 || document[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        if (share != null) {
            share.give(held);
            held = 0;
        }
    }
}
