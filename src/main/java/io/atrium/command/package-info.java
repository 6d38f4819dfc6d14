/**
 * Commands for devices (device-data-api 7.4, server RPC): who may send one, the queue until the device listens, the
 * answer.
 *
 * <p>Owns the table {@code rpc} and the routes under {@code /api/rpc} and {@code /api/plugins/rpc}. A command that is not
 * persistent lives in memory, no longer than its caller waits; a persistent one lives in the table until it is deleted.
 *
 * <p>Must not know how devices are reached: the edge offers itself as {@link io.atrium.command.Commands.Outlet}.
 */
@NullMarked
package io.atrium.command;

import org.jspecify.annotations.NullMarked;
