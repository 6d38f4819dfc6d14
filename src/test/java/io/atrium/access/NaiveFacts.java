package io.atrium.access;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The world of {@link NaiveRights}, as plain facts. */
final class NaiveFacts {

    private NaiveFacts() {}

    /** Anything with an owner; memberType and computed are for groups, profile for things that use one, off for users. */
    static final class Thing {
        final String type;
        int owner;
        final @Nullable String memberType;
        final boolean computed;

        @Nullable
        Integer profile;

        final Set<Integer> members = new HashSet<>();
        boolean off;

        Thing(String type, int owner, @Nullable String memberType, boolean computed) {
            this.type = type;
            this.owner = owner;
            this.memberType = memberType;
            this.computed = computed;
        }
    }

    /** A role: tables for a generic one, a list of operations for a group role. */
    record RoleFact(
            boolean generic,
            Map<String, Set<String>> permissions,
            Map<String, Set<String>> excluded,
            Set<String> operations) {}

    /**
     * A grant; no target stands for everything at or below the owner.
     *
     * @param publisher who made the target public: a user, or {@link NaiveRights#TENANT} for the platform; null if it is not public
     * @param under the customer or user on whose behalf it was made; {@link NaiveRights#TENANT} for the tenant
     */
    record GrantFact(
            int subject,
            int role,
            @Nullable Integer target,
            long from,
            long until,
            @Nullable Integer publisher,
            int under) {
        boolean publicLink() {
            return publisher != null;
        }
    }

    /** Who asks: a user, the visitor of a public customer, an owner as a party, or a system administrator. */
    record Who(
            @Nullable Integer user,
            @Nullable Integer visitorOf,
            @Nullable Integer party) {

        Who(@Nullable Integer user, @Nullable Integer visitorOf) {
            this(user, visitorOf, null);
        }

        boolean isSystem() {
            return user == null && visitorOf == null && party == null;
        }
    }
}
