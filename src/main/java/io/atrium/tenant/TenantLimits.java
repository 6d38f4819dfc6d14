package io.atrium.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Problem;
import org.jspecify.annotations.Nullable;

/** How many entities a tenant may have; 0 means any number. */
public record TenantLimits(long maxDevices, long maxAssets, long maxCustomers, long maxUsers, long maxDashboards) {

    /** Reads the limits of a profile's configuration; what is absent is not limited. */
    static TenantLimits of(@Nullable JsonNode configuration) {
        return new TenantLimits(
                number(configuration, "maxDevices"),
                number(configuration, "maxAssets"),
                number(configuration, "maxCustomers"),
                number(configuration, "maxUsers"),
                number(configuration, "maxDashboards"));
    }

    private static long number(@Nullable JsonNode configuration, String field) {
        JsonNode value = configuration == null ? null : configuration.get(field);
        if (value == null || value.isNull()) {
            return 0;
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong() || value.asLong() < 0) {
            throw Problem.badRequest(
                    "Field 'profileData.configuration." + field + "' must be a whole number from 0, 0 for no limit");
        }
        return value.asLong();
    }
}
