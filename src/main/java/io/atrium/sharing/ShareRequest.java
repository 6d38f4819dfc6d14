package io.atrium.sharing;

import io.atrium.base.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shares one entity, without a group (design.md section 5, "Beyond the incumbent").
 *
 * @param entity the thing to share
 * @param receiver a CUSTOMER or TENANT for all its users, a user group (ENTITY_GROUP) or one USER
 * @param readElseWrite the read-only (default) or the write role of the platform; not looked at if there are roles
 * @param roleIds roles of type GROUP to use instead
 * @param from first millisecond in which the share counts; now if absent
 * @param until first millisecond in which it no longer counts; never if absent
 */
public record ShareRequest(
        @Nullable Ref entity,
        @Nullable Ref receiver,
        @Nullable Boolean readElseWrite,
        @Nullable List<Ref> roleIds,
        @Nullable Long from,
        @Nullable Long until) {}
