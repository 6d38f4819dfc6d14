package io.atrium.base;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling: the facts of a verified token, API key or public link. Rights are never part of it; they are looked
 * up for every call.
 *
 * @param tenantId the tenant that the caller belongs to; {@link Ref#NULL_ID} for a system administrator
 * @param customerId the customer that owns the user, or null for users of the tenant itself
 * @param sessionId the log-in this call belongs to, or null for API keys and internal work
 * @param ground the API key that this call came by, or who acts as the user; null for all others
 */
public record Actor(
        Authority authority,
        UUID tenantId,
        @Nullable UUID customerId,
        UUID userId,
        String userName,
        @Nullable UUID sessionId,
        Entrance entrance,
        @Nullable UUID ground) {

    /** The platform itself, for work that no user does. */
    public static final Actor PLATFORM =
            new Actor(Authority.SYS_ADMIN, Ref.NULL_ID, null, Ref.NULL_ID, "system", null, Entrance.LOG_IN, null);

    /** How a caller came in. */
    public enum Entrance {
        /** As itself. */
        LOG_IN,
        /** By a key of its own, which outlives no log-in and makes no new way in. */
        API_KEY,
        /** As somebody else who acts for it: may do the same, but makes no way in that outlasts that. */
        ACT_AS,
        /** As somebody else who looks on: reads with the user's rights and changes nothing. */
        VIEW_AS,
        /** By the link of a public customer, as nobody in particular. */
        PUBLIC_LINK
    }

    /**
     * @param publicLink true for the anonymous user of a public customer
     */
    public Actor(
            Authority authority,
            UUID tenantId,
            @Nullable UUID customerId,
            UUID userId,
            String userName,
            @Nullable UUID sessionId,
            boolean publicLink) {
        this(
                authority,
                tenantId,
                customerId,
                userId,
                userName,
                sessionId,
                publicLink ? Entrance.PUBLIC_LINK : Entrance.LOG_IN,
                null);
    }

    public boolean publicLink() {
        return entrance == Entrance.PUBLIC_LINK;
    }

    /** True for somebody who looks on as the user, whom no route lets change anything. */
    public boolean readOnly() {
        return entrance == Entrance.VIEW_AS;
    }

    /** True for somebody who acts in the place of the user. */
    public boolean actsAs() {
        return entrance == Entrance.ACT_AS;
    }

    /** The same caller under another name, in another log-in. */
    public Actor as(String name, @Nullable UUID session, Entrance way) {
        return as(name, session, way, null);
    }

    /** The same, by a key or by somebody else. */
    public Actor as(String name, @Nullable UUID session, Entrance way, @Nullable UUID by) {
        return new Actor(authority, tenantId, customerId, userId, name, session, way, by);
    }

    public boolean isSystem() {
        return authority == Authority.SYS_ADMIN;
    }
}
