/**
 * The stores of series: on RocksDB (one folder, one process) and inside PostgreSQL.
 *
 * <p>In RocksDB, column families (all options in {@code Families}): {@code dictionary} (tenant number, entity, key -> series),
 * {@code names} (series -> entity, key), {@code data} (series, time -> value), {@code latest} (series -> time, value),
 * {@code expiry} (end of life, series, time -> nothing),
 * and the default family for tenants and their counters. A series id is the tenant's number and a count within the
 * tenant, so that a tenant is one contiguous range of every family and is loaded and erased as such.
 *
 * <p>All writes of points go through one {@code Committer}: what arrives while the disk syncs is written and synced as
 * one group. The newest time per series is kept in memory (8 bytes per series of a touched page), so that an append
 * never reads.
 *
 * <p>Must not know who asks, or what a key or value means.
 */
@NullMarked
package io.atrium.telemetry.store;

import org.jspecify.annotations.NullMarked;
