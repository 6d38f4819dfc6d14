package io.atrium.access;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * What one user may do at the moment, worked out from the active grants of the user's groups. Valid for one state of
 * the model and until {@link #validUntil}.
 *
 * @param owner ordinal of the tenant or customer that owns the user
 * @param self ordinal of the user, {@link Grant#NONE} for the user of a public link
 * @param generic operations on entities of each type at or below the owner
 * @param genericGroup operations on groups whose members are of each type, at or below the owner
 * @param groups operations through group roles, by group
 * @param entities operations through grants on single entities
 */
record Rights(
        int owner,
        int self,
        boolean customerCap,
        boolean system,
        int[] generic,
        int[] genericGroup,
        Map<String, Set<Operation>> genericPermissions,
        Map<Integer, Integer> groups,
        Map<Integer, Integer> entities,
        List<Grant> grants,
        long accessVersion,
        long validUntil,
        Map<Integer, Visible> visible) {

    /** A cached answer of {@code visible}, good for one version of the model's structure. */
    record Visible(long structureVersion, RoaringBitmap entities) {}

    /** A system administrator's, which the engine answers by rules of their own. */
    static Rights ofSystem(int types) {
        return new Rights(
                AccessModel.TENANT,
                Grant.NONE,
                false,
                true,
                new int[types],
                new int[types],
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                0,
                Long.MAX_VALUE,
                cache());
    }

    boolean isValid(long currentVersion, long now) {
        return accessVersion == currentVersion && now < validUntil;
    }

    static Map<Integer, Visible> cache() {
        return new ConcurrentHashMap<>();
    }

    static Map<Integer, Integer> masks() {
        return new HashMap<>();
    }

    boolean generic(int type, Operation operation) {
        return operation.in(generic[type]);
    }
}
