package io.atrium.query;

import io.atrium.base.Problem;
import io.atrium.entity.Attributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the keys of queries. */
final class Keys {

    static final QueryKey NAME = new QueryKey(EntityKeyType.ENTITY_FIELD, "name");

    private Keys() {}

    static QueryKey of(String field, @Nullable EntityKey key) {
        EntityKey given = QueryLimits.required(field, key);
        EntityKeyType type = QueryLimits.required(field + ".type", given.type());
        String name = QueryLimits.required(field + ".key", given.key());
        if (type == EntityKeyType.ALARM_FIELD) {
            throw Problem.badRequest("Field '" + field + ".type' must not be ALARM_FIELD in a query for entities");
        }
        QueryLimits.checkLength(field + ".key", name, Attributes.MAX_KEY);
        return new QueryKey(type, name);
    }

    /** The keys that a query wants to see, each once, in the order of the query. */
    static List<QueryKey> chosen(EntityDataQuery query) {
        Set<QueryKey> keys = new LinkedHashSet<>();
        add(keys, "entityFields", query.entityFields());
        add(keys, "latestValues", query.latestValues());
        return new ArrayList<>(keys);
    }

    private static void add(Set<QueryKey> keys, String field, @Nullable List<EntityKey> given) {
        List<EntityKey> list = QueryLimits.list(field, given, QueryLimits.MAX_KEYS);
        for (int i = 0; i < list.size(); i++) {
            keys.add(of(field + "[" + i + "]", list.get(i)));
        }
        if (keys.size() > QueryLimits.MAX_KEYS) {
            throw Problem.badRequest("Fields 'entityFields' and 'latestValues' have more than " + QueryLimits.MAX_KEYS
                    + " elements together");
        }
    }
}
