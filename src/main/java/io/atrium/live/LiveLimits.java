package io.atrium.live;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's profile allows its live views (device-data-api 4.6); 0 and empty mean no limit of its own.
 *
 * @param queue most messages that wait for one client
 * @param updateRate {@code updates:seconds}, several separated by commas
 */
public record LiveLimits(Cap sessions, Cap subscriptions, int queue, String updateRate) {

    /** Most at once by who holds them. */
    public record Cap(long tenant, long customer, long regularUser, long publicUser) {}

    /** No limits but those of the installation. */
    public static final LiveLimits NONE = new LiveLimits(new Cap(0, 0, 0, 0), new Cap(0, 0, 0, 0), 0, "");

    /** Reads the limits of a profile's configuration; what is absent or no number is not limited. */
    public static LiveLimits of(@Nullable JsonNode configuration) {
        if (configuration == null) {
            return NONE;
        }
        return new LiveLimits(
                cap(configuration, "maxWsSessions"),
                cap(configuration, "maxWsSubscriptions"),
                configuration.path("wsMsgQueueLimitPerSession").asInt(0),
                configuration.path("wsUpdatesPerSessionRateLimit").asText(""));
    }

    private static Cap cap(JsonNode configuration, String name) {
        return new Cap(
                configuration.path(name + "PerTenant").asLong(0),
                configuration.path(name + "PerCustomer").asLong(0),
                configuration.path(name + "PerRegularUser").asLong(0),
                configuration.path(name + "PerPublicUser").asLong(0));
    }
}
