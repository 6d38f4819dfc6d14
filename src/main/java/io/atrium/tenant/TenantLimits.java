package io.atrium.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.WholeNumber;
import io.atrium.db.Database;
import io.atrium.entity.EntityLimits;
import io.atrium.entity.KeyLimits;
import io.atrium.tenant.TenantProfile.TenantProfileData;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** How many entities a tenant may have; 0 means any number. */
public record TenantLimits(long maxDevices, long maxAssets, long maxCustomers, long maxUsers, long maxDashboards) {

    static final TenantLimits NONE = new TenantLimits(0, 0, 0, 0, 0);

    private static final Map<String, ToLongFunction<TenantLimits>> BY_KIND = Map.of(
            "DEVICE", TenantLimits::maxDevices,
            "ASSET", TenantLimits::maxAssets,
            "CUSTOMER", TenantLimits::maxCustomers,
            "USER", TenantLimits::maxUsers,
            "DASHBOARD", TenantLimits::maxDashboards);

    /** The limits of every tenant, as they stand in the database. */
    public static EntityLimits of(Database database) {
        TenantProfileStore profiles = new TenantProfileStore(database);
        return (tenant, kind) -> {
            ToLongFunction<TenantLimits> limit = BY_KIND.get(kind);
            return limit == null || tenant.equals(Ref.NULL_ID)
                    ? 0
                    : limit.applyAsLong(
                            profiles.ofTenant(tenant).map(TenantLimits::of).orElse(NONE));
        };
    }

    /** How many keys the entities of each tenant may have, as it stands in the database. */
    public static Function<UUID, KeyLimits.Rule> keysOf(Database database) {
        TenantProfileStore profiles = new TenantProfileStore(database);
        return tenant -> profiles.ofTenant(tenant)
                .map(TenantProfile::profileData)
                .map(data -> keysOf(data.configuration()))
                .orElse(KeyLimits.Rule.DEFAULT);
    }

    /** What is absent has the default; 0 is no limit, as everywhere in the profile. */
    static KeyLimits.Rule keysOf(@Nullable JsonNode configuration) {
        return new KeyLimits.Rule(
                number(configuration, "maxKeysPerEntity", KeyLimits.Rule.DEFAULT.most()),
                number(configuration, "maxNewKeysPerMinute", KeyLimits.Rule.DEFAULT.perMinute()));
    }

    static TenantLimits of(TenantProfile profile) {
        TenantProfileData data = profile.profileData();
        return of(data == null ? null : data.configuration());
    }

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
        return number(configuration, field, 0);
    }

    private static long number(@Nullable JsonNode configuration, String field, long fallback) {
        JsonNode value = configuration == null ? null : configuration.get(field);
        if (value == null || value.isNull()) {
            return fallback;
        }
        OptionalLong number = WholeNumber.of(value);
        if (number.isEmpty() || number.getAsLong() < 0) {
            throw Problem.badRequest(
                    "Field 'profileData.configuration." + field + "' must be a whole number from 0, 0 for no limit");
        }
        return number.getAsLong();
    }
}
