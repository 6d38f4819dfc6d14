package io.atrium.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A new customer with everything that it starts with.
 *
 * @param customer as {@code POST /api/customer} takes it
 * @param groupIds groups of customers that it joins
 * @param newGroup name of one more, made if the owner has none of that name
 * @param things what it is to own
 * @param includeContained true to take along the things that the things contain, as far as they have the same owner, the owners'
 *     sides have drawn the relations {@code Contains} to them, and the caller may
 * @param thingGroups names by kind of groups of the new customer for its things
 * @param shares what all its users may see without owning it
 * @param user its first user
 */
public record Onboarding(
        @Nullable JsonNode customer,
        @Nullable List<Ref> groupIds,
        @Nullable String newGroup,
        @Nullable List<Ref> things,
        @Nullable Boolean includeContained,
        @Nullable Map<String, String> thingGroups,
        @Nullable List<Share> shares,
        @Nullable FirstUser user) {

    /** A share with all users of the new customer; the fields are those of {@link ShareRequest}. */
    @io.atrium.http.SchemaName("OnboardingShare")
    public record Share(
            @Nullable Ref entity,
            @Nullable Boolean readElseWrite,
            @Nullable List<Ref> roleIds,
            @Nullable Long from,
            @Nullable Long until) {}

    /**
     * The first user.
     *
     * @param group name of one of the customer's user groups; {@code Customer Users} if absent
     * @param defaultDashboardId where the user lands
     * @param fullScreen true to show nothing but that dashboard
     */
    public record FirstUser(
            @Nullable String email,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String phone,
            @Nullable String group,
            @Nullable String defaultDashboardId,
            @Nullable Boolean fullScreen) {}
}
