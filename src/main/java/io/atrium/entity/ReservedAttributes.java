package io.atrium.entity;

import io.atrium.base.Problem;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * The attributes of the server scope that the server itself acts on, by kind. Callers other than administrators of the
 * owner can neither write nor remove them, by whichever way attributes come in: what decides about a thing must not be
 * changed under a share.
 */
public final class ReservedAttributes {

    private static final Map<String, Set<String>> KEYS = Map.of(
            "DEVICE",
            Set.of(
                    // Who may take the device over.
                    "claimingData",
                    "claimingAllowed",
                    // Whether it may fetch credentials by provisioning.
                    "provisionState",
                    // What the server notes of its life.
                    "active",
                    "lastActivityTime",
                    "lastConnectTime",
                    "lastDisconnectTime",
                    "inactivityAlarmTime"));

    private ReservedAttributes() {}

    /** Refuses if a caller may not write one of the keys. The caller of this holds the lock, or is inside a change. */
    static void require(Scope scope, Entry entry, KeyScope keyScope, Collection<String> keys) {
        Set<String> reserved = keyScope == KeyScope.SERVER_SCOPE
                ? KEYS.getOrDefault(scope.directory().kindName(entry), Set.of())
                : Set.of();
        for (String key : keys) {
            if (reserved.contains(key)
                    && !scope.directory().access().administers(scope.subject(), entry.type(), entry.owner())) {
                throw Problem.forbidden("You don't have permission to change attribute '" + key
                        + "', which the server acts on: that is for administrators of the owner");
            }
        }
    }
}
