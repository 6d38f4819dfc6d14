package io.atrium.base;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names one entity of any kind; on the wire {@code {"entityType":"DEVICE","id":"<uuid>"}} (access-model 5.2).
 *
 * @param kind upper-case kind name, for instance {@code DEVICE}
 * @param id the entity's id, unique over the whole installation
 */
public record Ref(@JsonProperty("entityType") String kind, UUID id) {

    /** Stands for "no customer" and for the system tenant wherever the wire needs an id. */
    public static final UUID NULL_ID = UUID.fromString("13814000-1dd2-11b2-8080-808080808080");

    public static Ref tenant(UUID id) {
        return new Ref("TENANT", id);
    }

    public static Ref customer(@Nullable UUID id) {
        return new Ref("CUSTOMER", id == null ? NULL_ID : id);
    }

    /** Absent, null and the null id all mean "none" (access-model 1.2). */
    public static boolean isNone(@Nullable Ref ref) {
        return ref == null || ref.id == null || ref.id.equals(NULL_ID);
    }
}
