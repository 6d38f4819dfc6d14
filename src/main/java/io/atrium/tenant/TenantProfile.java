package io.atrium.tenant;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant is allowed.
 *
 * @param isDefault true for the profile of all tenants that name none
 * @param isolatedTbRuleEngine kept as it came
 */
public record TenantProfile(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable String name,
        @Nullable String description,
        @JsonProperty("default") @Nullable Boolean isDefault,
        @Nullable Boolean isolatedTbRuleEngine,
        @Nullable TenantProfileData profileData) {

    static final String KIND = "TENANT_PROFILE";

    static Ref ref(UUID id) {
        return new Ref(KIND, id);
    }

    /**
     * The content of a profile, kept as it came.
     *
     * @param configuration an object whose {@code type} is {@code DEFAULT}; {@link TenantLimits} are read from it
     */
    public record TenantProfileData(
            @Nullable JsonNode configuration, @Nullable JsonNode queueConfiguration) {}
}
