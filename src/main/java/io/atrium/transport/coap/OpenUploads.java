package io.atrium.transport.coap;

import io.atrium.base.Problem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bodies that come in blocks and are not whole yet (RFC 7959). A peer has one at a time, a holder (a token, or all who have
 * none) an eighth of the memory for all of them; one that nothing more comes for is forgotten.
 */
final class OpenUploads {

    private static final int PART_OF_HOLDER = 8;
    private static final int FIRST_BYTES = 1_024;
    /** Longest time between two blocks. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final long most;
    private final int mostOfOne;
    private final LongSupplier nanos;
    /** By peer; the one that nothing came for the longest comes first. */
    private final Map<Object, Upload> uploads = new LinkedHashMap<>(16, 0.75f, true);

    private final Map<String, Long> byHolder = new HashMap<>();
    private long taken;

    /** One body. */
    private static final class Upload {
        final String path;
        final String holder;
        byte[] bytes = {};
        int size;
        long since;

        Upload(String path, String holder) {
            this.path = path;
            this.holder = holder;
        }
    }

    /**
     * None yet.
     *
     * @param most bytes of all
     * @param mostOfOne bytes of one
     */
    OpenUploads(long most, int mostOfOne, LongSupplier nanos) {
        this.most = most;
        this.mostOfOne = mostOfOne;
        this.nanos = nanos;
    }

    int mostOfOne() {
        return mostOfOne;
    }

    synchronized long taken() {
        return taken;
    }

    /** Begins a body, in place of what the same peer had begun before. */
    synchronized void begin(Object peer, String path, String holder) {
        forget(peer);
        Upload upload = new Upload(path, holder);
        upload.since = nanos.getAsLong();
        uploads.put(peer, upload);
    }

    /** Whether the next block of a body at this path may come. */
    synchronized boolean expects(Object peer, String path, int offset) {
        Upload upload = uploads.get(peer);
        return upload != null && upload.path.equals(path) && upload.size == offset;
    }

    /**
     * Adds a block.
     *
     * @throws Problem if it is too much; then the body is forgotten
     */
    synchronized void add(Object peer, byte[] block) {
        Upload upload = uploads.get(peer);
        if (upload == null) {
            throw Problem.badRequest("The blocks before are missing");
        }
        int size = upload.size + block.length;
        try {
            if (size > mostOfOne) {
                throw Problem.of(
                        Problem.Kind.TOO_LARGE,
                        "The body is larger than " + mostOfOne + " bytes; the limit is ATRIUM_COAP_MAX_BODY");
            }
            if (size > upload.bytes.length) {
                int capacity = Math.min(mostOfOne, Math.max(size, Math.max(FIRST_BYTES, 2 * upload.bytes.length)));
                take(upload, capacity - upload.bytes.length);
                upload.bytes = Arrays.copyOf(upload.bytes, capacity);
            }
        } catch (Problem problem) {
            forget(peer);
            throw problem;
        }
        System.arraycopy(block, 0, upload.bytes, upload.size, block.length);
        upload.size = size;
        upload.since = nanos.getAsLong();
    }

    private void take(Upload upload, int bytes) {
        forgetOld();
        if (byHolder.getOrDefault(upload.holder, 0L) + bytes > most / PART_OF_HOLDER) {
            throw Problem.of(
                    Problem.Kind.TOO_MANY_REQUESTS,
                    "Too many bodies are under way; the limit is ATRIUM_COAP_MAX_UPLOADS");
        }
        if (taken + bytes > most) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "Too many bodies of all devices are under way; the limit is ATRIUM_COAP_MAX_UPLOADS");
        }
        taken += bytes;
        byHolder.merge(upload.holder, (long) bytes, Long::sum);
    }

    /** The body as a whole, which is forgotten here. */
    synchronized byte[] end(Object peer) {
        Upload upload = uploads.get(peer);
        byte[] whole = upload == null ? new byte[0] : Arrays.copyOf(upload.bytes, upload.size);
        forget(peer);
        return whole;
    }

    synchronized void forget(Object peer) {
        forgotten(uploads.remove(peer));
    }

    /** Forgets what nothing came for. */
    synchronized void forgetOld() {
        long now = nanos.getAsLong();
        for (Iterator<Upload> eldest = uploads.values().iterator(); eldest.hasNext(); ) {
            Upload upload = eldest.next();
            if (now - upload.since < PATIENCE_NANOS) {
                return;
            }
            eldest.remove();
            forgotten(upload);
        }
    }

    private void forgotten(@Nullable Upload upload) {
        if (upload != null) {
            int bytes = upload.bytes.length;
            taken -= bytes;
            byHolder.computeIfPresent(upload.holder, (holder, had) -> had <= bytes ? null : Long.valueOf(had - bytes));
        }
    }
}
