package io.atrium.base;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a message was not taken while the rest of it was. The sender is told of the first parts by name and of all by
 * number.
 */
public final class LeftOut {

    /** Of a message of which everything was taken. */
    public static final LeftOut NOTHING = new LeftOut();

    /** How many parts are told by name. */
    private static final int TOLD = 20;

    /** Longest key that is told in full. */
    private static final int SHOWN = 64;

    /** Why a part was left out. */
    public enum Reason {
        /** A null says that there is no value. */
        NULL,
        /** NaN or an infinity in any spelling; sensors that failed send it. */
        NOT_A_NUMBER,
        /** A key, a value or a time that cannot be stored. */
        INVALID,
        /** A time too far in the future. */
        FUTURE,
        /** A new key beyond the number that an entity may have. */
        KEYS;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One part, by its key or its place. */
    public record Part(String key, Reason reason, String words) {}

    private final int[] counts = new int[Reason.values().length];
    private final List<Part> told = new ArrayList<>(1);
    private @Nullable Problem refusal;

    /** One part that was refused. */
    public static LeftOut of(String key, Problem problem) {
        LeftOut one = new LeftOut();
        one.refused(key, Reason.INVALID, problem);
        return one;
    }

    public boolean isNothing() {
        return told.isEmpty();
    }

    public int count() {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    public int count(Reason reason) {
        return counts[reason.ordinal()];
    }

    /** The first part that was refused; empty if all parts only had nothing to store. */
    public Optional<Problem> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** The first part, whatever the reason. */
    public String firstWords() {
        return told.getFirst().words();
    }

    public void empty(String key, Reason reason) {
        add(
                key,
                reason,
                reason == Reason.NULL
                        ? "Value of key '" + shown(key) + "' must not be null"
                        : "Value of key '" + shown(key) + "' is not a number");
    }

    public void refused(String key, Reason reason, Problem problem) {
        if (refusal == null) {
            refusal = problem;
        }
        add(key, reason, problem.publicMessage());
    }

    private void add(String key, Reason reason, String words) {
        counts[reason.ordinal()]++;
        if (told.size() < TOLD) {
            told.add(new Part(shown(key), reason, words));
        }
    }

    /** A key as it can be told again, whatever it is. */
    public static String shown(String key) {
        String cut = key.length() > SHOWN ? key.substring(0, SHOWN) : key;
        String whole = ValueTyping.hasLoneSurrogate(cut)
                ? new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                : cut;
        // No text of MQTT may hold this character.
        String sendable = whole.replace('\0', '\ufffd');
        return key.length() > SHOWN ? sendable + "..." : sendable;
    }

    /** Takes over what was left out of another part of the same message. */
    public void add(LeftOut other) {
        add("", other);
    }

    /** As the other, of a device in a common message. */
    public void add(String device, LeftOut other) {
        String before = device.isEmpty() ? "" : "Device '" + shown(device) + "': ";
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        if (refusal == null) {
            refusal = other.refusal;
        }
        for (Part part : other.told) {
            if (told.size() < TOLD) {
                told.add(new Part(part.key(), part.reason(), before + part.words()));
            }
        }
    }

    /** Both together; neither is changed. */
    public LeftOut and(LeftOut other) {
        if (other.isNothing()) {
            return this;
        }
        if (isNothing()) {
            return other;
        }
        LeftOut sum = new LeftOut();
        sum.add(this);
        sum.add(other);
        return sum;
    }

    /** One line for wires that have room for no more. */
    public String words() {
        return "Left out " + count() + ": " + told.stream().map(Part::words).collect(Collectors.joining("; "));
    }

    /** {@code {"leftOut":2,"parts":[{"key","reason","message"},..]}}; of many parts the first only. */
    public ObjectNode json() {
        ObjectNode json = Json.object().put("leftOut", count());
        ArrayNode parts = json.putArray("parts");
        for (Part part : told) {
            parts.addObject()
                    .put("key", part.key())
                    .put("reason", part.reason().wire())
                    .put("message", part.words());
        }
        return json;
    }
}
