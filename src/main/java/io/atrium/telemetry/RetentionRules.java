package io.atrium.telemetry;

import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one tenant. The nearest one decides: the entity's own, its profile's, the tenant's, at each level the one for
 * the key before the one for all keys; last what the tenant's profile says.
 */
final class RetentionRules {

    private final Map<UUID, Map<String, RetentionRule>> byLevel = new HashMap<>();
    private final @Nullable RetentionRule fallback;

    /**
     * @param defaultDays what the tenant's profile says; 0 for ever
     */
    RetentionRules(Map<UUID, List<RetentionRule>> rules, long defaultDays) {
        rules.forEach(this::replace);
        this.fallback = defaultDays > 0 ? new RetentionRule(null, defaultDays * 86_400) : null;
    }

    /** Puts other rules in the place of those of one level. */
    void replace(UUID level, List<RetentionRule> rules) {
        Map<String, RetentionRule> byKey = new HashMap<>();
        rules.forEach(rule -> byKey.put(rule.storedKey(), rule));
        byLevel.put(level, byKey);
    }

    boolean isEmpty() {
        return fallback == null && byLevel.values().stream().allMatch(Map::isEmpty);
    }

    /** The rule that decides about a series, or null. The caller holds the directory's read lock. */
    @Nullable
    RetentionRule of(Directory directory, Entry entry, String key) {
        RetentionRule rule = at(entry.id(), key);
        if (rule == null && entry.profile() >= 0) {
            rule = at(directory.entry(entry.profile()).id(), key);
        }
        if (rule == null) {
            rule = at(directory.tenantId(), key);
        }
        return rule == null ? fallback : rule;
    }

    private @Nullable RetentionRule at(UUID level, String key) {
        Map<String, RetentionRule> rules = byLevel.get(level);
        if (rules == null) {
            return null;
        }
        RetentionRule rule = rules.get(key);
        return rule == null ? rules.get("") : rule;
    }
}
