package io.atrium.entity;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which entities of a kind a list is about, before the caller's rights are applied (access-model 4.8).
 *
 * @param subtype only these; null for all
 * @param profile only things with this profile; null for all
 * @param more one more condition that the route adds
 */
public record Listing(
        Source source, @Nullable String subtype, @Nullable UUID profile, Optional<Predicate<Kind.EntityView>> more) {

    /** Where the entities come from. */
    public sealed interface Source {
        /** Everything that the caller may read, own and shared. */
        record Readable() implements Source {}

        /** What the caller may read though another owner holds it: not the own owner nor one below. */
        record Shared() implements Source {}

        /** What the caller's own owner holds, and on demand what the owners below hold. */
        record Own(boolean nested) implements Source {}

        /** What one customer holds, and on demand what its sub-customers hold. */
        record OfCustomer(UUID customer, boolean nested) implements Source {}

        /** The members of a group. */
        record OfGroup(UUID group) implements Source {}
    }

    public static Listing of(Source source) {
        return new Listing(source, null, null, Optional.empty());
    }

    public Listing ofSubtype(@Nullable String name) {
        return new Listing(source, name, profile, more);
    }

    public Listing ofProfile(@Nullable UUID id) {
        return new Listing(source, subtype, id, more);
    }

    public Listing where(Predicate<Kind.EntityView> condition) {
        return new Listing(source, subtype, profile, Optional.of(condition));
    }
}
