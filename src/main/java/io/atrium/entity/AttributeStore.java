package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import io.atrium.base.Value;
import io.atrium.entity.Latest.Stamped;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Attributes in the database: the value as one letter for its kind and its text. */
final class AttributeStore {

    private AttributeStore() {}

    static void put(Handle sql, UUID tenant, UUID entity, KeyScope scope, Map<String, Value> values, long now) {
        PreparedBatch batch = sql.prepareBatch("""
                insert into attribute (entity_id, scope, key, tenant_id, value, updated)
                values (:entity, :scope, :key, :tenant, :value, :now)
                on conflict (entity_id, scope, key) do update set value = excluded.value, updated = excluded.updated
                """);
        values.forEach((key, value) -> batch.bind("entity", entity)
                .bind("scope", scope.name())
                .bind("key", key)
                .bind("tenant", tenant)
                .bind("value", encode(value))
                .bind("now", now)
                .add());
        batch.execute();
    }

    static void remove(Handle sql, UUID entity, KeyScope scope, Collection<String> keys) {
        PreparedBatch batch =
                sql.prepareBatch("delete from attribute where entity_id = :entity and scope = :scope and key = :key");
        keys.forEach(key -> batch.bind("entity", entity)
                .bind("scope", scope.name())
                .bind("key", key)
                .add());
        batch.execute();
    }

    /** One attribute as it is now. */
    static Optional<Stamped> find(Handle sql, UUID entity, KeyScope scope, String key) {
        return sql.createQuery(
                        "select value, updated from attribute where entity_id = :entity and scope = :scope and key = :key")
                .bind("entity", entity)
                .bind("scope", scope.name())
                .bind("key", key)
                .map((rs, context) -> new Stamped(rs.getLong(2), decode(rs.getString(1))))
                .findOne();
    }

    /**
     * As the other, of a value that was cut if it is longer than what is kept in memory.
     *
     * @param length of the whole, with its letter
     */
    static Value decode(String stored, int length) {
        return length <= Latest.MAX_TEXT + 1
                ? decode(stored)
                : Value.stub(stored.charAt(0) == 'j' ? Value.Kind.JSON : Value.Kind.STRING, length - 1);
    }

    static String encode(Value value) {
        return switch (value.kind()) {
            case BOOLEAN -> "b" + value.text();
            case LONG -> "l" + value.text();
            case DOUBLE -> "d" + value.text();
            case STRING -> "s" + value.text();
            case JSON -> "j" + value.text();
        };
    }

    static Value decode(String stored) {
        String text = stored.substring(1);
        return switch (stored.charAt(0)) {
            case 'b' -> Value.of(text.equals("true"));
            case 'l' -> Value.of(Long.parseLong(text));
            case 'd' -> Value.of(Double.parseDouble(text));
            case 'j' -> Value.json(Json.read(text, JsonNode.class));
            default -> Value.of(text);
        };
    }
}
