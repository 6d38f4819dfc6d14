package io.atrium.tenant;

import org.jspecify.annotations.Nullable;

/**
 * How much of what a tenant has, and how much it may have, where 0 means any number. Fields that nothing counts are
 * absent.
 */
record UsageInfo(
        long devices,
        long maxDevices,
        long assets,
        long maxAssets,
        long customers,
        long maxCustomers,
        long users,
        long maxUsers,
        long dashboards,
        long maxDashboards,
        long edges,
        long maxEdges,
        @Nullable Long transportMessages,
        @Nullable Long maxTransportMessages,
        @Nullable Long jsExecutions,
        @Nullable Long tbelExecutions,
        @Nullable Long maxJsExecutions,
        @Nullable Long maxTbelExecutions,
        @Nullable Long emails,
        @Nullable Long maxEmails,
        @Nullable Long sms,
        @Nullable Long maxSms,
        boolean smsEnabled,
        @Nullable Long alarms,
        @Nullable Long maxAlarms,
        @Nullable Long reports,
        @Nullable Long maxReports) {

    /** What the caller may read, counted by kind. */
    record Counts(long devices, long assets, long customers, long users, long dashboards) {}

    static UsageInfo of(Counts counts, TenantLimits limits) {
        return new UsageInfo(
                counts.devices(),
                limits.maxDevices(),
                counts.assets(),
                limits.maxAssets(),
                counts.customers(),
                limits.maxCustomers(),
                counts.users(),
                limits.maxUsers(),
                counts.dashboards(),
                limits.maxDashboards(),
                0,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                null);
    }
}
