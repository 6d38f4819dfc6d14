/**
 * The relational record: brings up PostgreSQL and gives other packages handles on it.
 *
 * <p>Owns two things. {@link io.atrium.db.EmbeddedPostgres} runs a real PostgreSQL below the data folder, for a laptop
 * or a small installation: unpacked once, initialised once, flushed to disk, reachable by loopback and password only.
 * {@link io.atrium.db.Database} is a bounded pool on any PostgreSQL from version 15 on, migrated by Flyway
 * ({@code classpath:db/migration}), with Jdbi handles and one mapping of SQL faults to
 * {@link io.atrium.base.Problem}.
 *
 * <p>Files below {@code $ATRIUM_DATA/postgres}: {@code <version>/} (binaries), {@code cluster/} (the data),
 * {@code password} (mode 600), {@code port}, {@code server.log}, {@code lock}.
 *
 * <p>Must not know any table, kind, tenant or route: the schema lies in {@code db/migration}, and each feature's store
 * writes its own SQL. Retrying a {@link io.atrium.db.SerializationConflict} and wording a
 * {@link io.atrium.db.ConstraintViolation} are the store's part.
 */
@NullMarked
package io.atrium.db;

import org.jspecify.annotations.NullMarked;
