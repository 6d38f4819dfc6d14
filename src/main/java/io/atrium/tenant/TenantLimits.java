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

    /** What has a limit of our own, by its field in the profile, and the limit where the profile has none. */
    private static final Map<String, Own> OWN = Map.of(
            "ROLE",
            new Own("maxRoles", 10_000),
            "ENTITY_GROUP",
            new Own("maxGroups", 1_000_000),
            "ENTITY_VIEW",
            new Own("maxEntityViews", 1_000_000),
            "DEVICE_PROFILE",
            new Own("maxDeviceProfiles", 10_000),
            "ASSET_PROFILE",
            new Own("maxAssetProfiles", 10_000),
            EntityLimits.RELATIONS,
            new Own("maxRelations", 5_000_000),
            EntityLimits.GRANTS,
            new Own("maxGrants", 1_000_000));

    private record Own(String field, long fallback) {}

    /** The limits of every tenant, as they stand in the database. */
    public static EntityLimits of(Database database) {
        TenantProfileStore profiles = new TenantProfileStore(database);
        return (tenant, kind) -> {
            if (tenant.equals(Ref.NULL_ID)) {
                return 0;
            }
            Own own = OWN.get(kind);
            if (own != null) {
                return number(
                        profiles.ofTenant(tenant)
                                .map(TenantLimits::configuration)
                                .orElse(null),
                        own.field(),
                        own.fallback());
            }
            ToLongFunction<TenantLimits> limit = BY_KIND.get(kind);
            return limit == null
                    ? 0
                    : limit.applyAsLong(
                            profiles.ofTenant(tenant).map(TenantLimits::of).orElse(NONE));
        };
    }

    /** How many keys the entities of each tenant may have, as it stands in the database. */
    public static Function<UUID, KeyLimits.Rule> keysOf(Database database) {
        TenantProfileStore profiles = new TenantProfileStore(database);
        return tenant -> profiles.ofTenant(tenant)
                .map(profile -> keysOf(configuration(profile)))
                .orElse(KeyLimits.Rule.DEFAULT);
    }

    /** What is absent has the default; 0 is no limit, as everywhere in the profile. */
    static KeyLimits.Rule keysOf(@Nullable JsonNode configuration) {
        KeyLimits.OfEntity entity = KeyLimits.Rule.DEFAULT.entity();
        KeyLimits.OfTenant tenant = KeyLimits.Rule.DEFAULT.tenant();
        return new KeyLimits.Rule(
                new KeyLimits.OfEntity(
                        number(configuration, "maxKeysPerEntity", entity.most()),
                        number(configuration, "maxNewKeysPerMinute", entity.perMinute()),
                        number(configuration, "maxLongTextsPerEntity", entity.longTexts()),
                        number(configuration, "maxNewDevicesOfGatewayPerMinute", entity.devices())),
                new KeyLimits.OfTenant(
                        number(configuration, "maxKeyNames", tenant.names()),
                        number(configuration, "maxKeys", tenant.most()),
                        number(configuration, "maxNewKeysOfTenantPerMinute", tenant.perMinute())));
    }

    static TenantLimits of(TenantProfile profile) {
        return of(configuration(profile));
    }

    private static @Nullable JsonNode configuration(TenantProfile profile) {
        TenantProfileData data = profile.profileData();
        return data == null ? null : data.configuration();
    }

    /** Refuses a profile with a limit that is no number. */
    static void check(TenantProfile profile) {
        of(profile);
        keysOf(configuration(profile));
        OWN.values().forEach(own -> number(configuration(profile), own.field(), own.fallback()));
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
