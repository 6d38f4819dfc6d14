package io.atrium.entity;

import io.atrium.access.Operation;
import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.base.ValueTyping;
import io.atrium.bus.Bus;
import io.atrium.db.Database;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Writes attributes: database first, then the directory. They change no rights, so they do not wait for the tenant's
 * gate; two writers of one entity take turns.
 */
public final class Attributes {

    /** Longest key, in characters. */
    public static final int MAX_KEY = 255;

    private static final int STRIPES = 256;

    private final Map<Taken, Taker> takers = new ConcurrentHashMap<>();
    private final Database database;
    private final InstantSource clock;
    private final Bus bus;
    private final KeyLimits limits;
    private final List<ReentrantLock> locks =
            IntStream.range(0, STRIPES).mapToObj(i -> new ReentrantLock()).toList();

    public Attributes(Database database, InstantSource clock, Bus bus, KeyLimits limits) {
        this.limits = limits;
        this.database = database;
        this.clock = clock;
        this.bus = bus;
    }

    /** Attributes were written or removed; the bus carries it to live views and devices. */
    public record AttributesChanged(
            UUID tenantId, Entry entity, KeyScope scope, Map<String, Value> values, List<String> removed, long ts) {}

    /** What was set, and what was not. */
    public record Written(Map<String, Value> values, LeftOut leftOut) {}

    /** Takes the value of an attribute that is an order to the server, and is not kept where readers would see it. */
    @FunctionalInterface
    public interface Taker {
        void take(Scope scope, Entry entry, Value value);
    }

    /** Gives what callers write to a key of a kind's server scope to a feature, in place of storing it. */
    public void takes(String kind, String key, Taker taker) {
        takers.put(new Taken(kind, key), taker);
    }

    private record Taken(String kind, String key) {}

    /** Sets attributes of an entity on behalf of a caller; as {@link #putOwn}. */
    public Written put(Scope scope, Entry entry, KeyScope keyScope, Map<String, Value> values) {
        scope.read(() -> {
            scope.require(Operation.WRITE_ATTRIBUTES, entry);
            ReservedAttributes.require(scope, entry, keyScope, values.keySet());
            return true;
        });
        Map<String, Value> stored = new LinkedHashMap<>(values);
        if (keyScope == KeyScope.SERVER_SCOPE) {
            values.forEach((key, value) -> {
                Taker taker = takers.get(new Taken(scope.directory().kindName(entry), key));
                if (taker != null) {
                    taker.take(scope, entry, value);
                    stored.remove(key);
                }
            });
        }
        return putOwn(scope.directory(), entry, keyScope, stored);
    }

    /** True for a key whose values are taken and not kept. */
    public boolean isTaken(Directory directory, Entry entry, KeyScope keyScope, String key) {
        return keyScope == KeyScope.SERVER_SCOPE && takers.containsKey(new Taken(directory.kindName(entry), key));
    }

    /** Refuses what an import may not write: reserved keys, and those that are no values but orders. */
    void requireImportable(Scope scope, Entry entry, KeyScope keyScope, Collection<String> keys) {
        ReservedAttributes.require(scope, entry, keyScope, keys);
        for (String key : keys) {
            if (isTaken(scope.directory(), entry, keyScope, key)) {
                throw Problem.badRequest("attribute '" + key + "' cannot be imported");
            }
        }
    }

    /**
     * Sets attributes that somebody outside chose, a user or the device itself. New keys beyond what an entity may have are
     * left out, the others set; if none is left, the first refusal is thrown.
     */
    public Written putOwn(Directory directory, Entry entry, KeyScope keyScope, Map<String, Value> values) {
        LeftOut leftOut = new LeftOut();
        Map<String, Value> taken = new LinkedHashMap<>();
        int fresh = 0;
        long longTexts = 0;
        for (Map.Entry<String, Value> value : values.entrySet()) {
            String key = value.getKey();
            Optional<Problem> fault = keyFault(key);
            if (fault.isPresent()) {
                leftOut.refused(key, LeftOut.Reason.INVALID, fault.get());
                continue;
            }
            boolean isNew = !directory.latest().has(keyScope, key, entry.ordinal());
            Optional<Problem> refusal =
                    isNew ? limits.refusal(directory, entry, keyScope, key, fresh) : Optional.empty();
            int length = value.getValue().textLength();
            if (length > Latest.MAX_TEXT && refusal.isEmpty()) {
                refusal = limits.longTextRefusal(directory, entry, keyScope, key, longTexts + length);
                longTexts += refusal.isEmpty() ? length : 0;
            }
            if (refusal.isPresent()) {
                leftOut.refused(key, LeftOut.Reason.KEYS, refusal.get());
            } else {
                taken.put(key, value.getValue());
                fresh += isNew ? 1 : 0;
            }
        }
        if (taken.isEmpty() && leftOut.refusal().isPresent()) {
            throw leftOut.refusal().get();
        }
        put(directory, entry, keyScope, taken);
        return new Written(taken, leftOut.isNothing() ? LeftOut.NOTHING : leftOut);
    }

    /** Sets attributes of the platform's own, whose keys are few. */
    public void put(Directory directory, Entry entry, KeyScope keyScope, Map<String, Value> values) {
        if (values.isEmpty()) {
            return;
        }
        values.keySet().forEach(Attributes::checkKey);
        long now = clock.millis();
        ReentrantLock lock = lock(entry);
        lock.lock();
        try {
            database.writeAbout(sql -> {
                AttributeStore.put(sql, directory.tenantId(), entry.id(), keyScope, values, now);
                return true;
            });
            values.forEach((key, value) -> directory.latest().put(keyScope, key, entry.ordinal(), now, value));
        } finally {
            lock.unlock();
        }
        bus.publish(
                new AttributesChanged(directory.tenantId(), entry, keyScope, new HashMap<>(values), List.of(), now));
    }

    /** Removes attributes of an entity on behalf of a caller. */
    public void remove(Scope scope, Entry entry, KeyScope keyScope, Collection<String> keys) {
        scope.read(() -> {
            scope.require(Operation.WRITE_ATTRIBUTES, entry);
            ReservedAttributes.require(scope, entry, keyScope, keys);
            return true;
        });
        Directory directory = scope.directory();
        ReentrantLock lock = lock(entry);
        lock.lock();
        try {
            database.transaction(sql -> {
                AttributeStore.remove(sql, entry.id(), keyScope, keys);
                return true;
            });
            keys.forEach(key -> directory.latest().remove(keyScope, key, entry.ordinal()));
        } finally {
            lock.unlock();
        }
        bus.publish(new AttributesChanged(
                directory.tenantId(), entry, keyScope, Map.of(), List.copyOf(keys), clock.millis()));
    }

    /** Refuses keys that could not be stored or would be markup in somebody's page. */
    public static void checkKey(String key) {
        keyFault(key).ifPresent(fault -> {
            throw fault;
        });
    }

    private static Optional<Problem> keyFault(String key) {
        if (key.isBlank()) {
            return Optional.of(Problem.badPart("Key cannot be blank"));
        }
        if (key.length() > MAX_KEY) {
            return Optional.of(Problem.badPart("Key is longer than " + MAX_KEY + " characters"));
        }
        if (ValueTyping.hasLoneSurrogate(key)) {
            return Optional.of(Problem.badPart("Key has half a character (an unpaired surrogate)"));
        }
        if (key.indexOf('<') >= 0 || key.indexOf('>') >= 0) {
            return Optional.of(Problem.badPart("Key must not contain markup"));
        }
        if (key.indexOf('\0') >= 0) {
            return Optional.of(Problem.badPart("Key has the character U+0000"));
        }
        return Optional.empty();
    }

    private ReentrantLock lock(Entry entry) {
        return locks.get(Math.floorMod(entry.id().hashCode(), STRIPES));
    }
}
