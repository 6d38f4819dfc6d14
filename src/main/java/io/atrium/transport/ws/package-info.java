/**
 * WebSockets: the lines of live views.
 *
 * <p>Serves {@code /api/ws} and, for older clients, {@code /api/ws/plugins/telemetry} (device-data-api 4.1). Puts
 * messages together within their limit, keeps one message of a client in work at a time, pings, counts the frames that
 * wait, and closes with the codes that clients know. Must not know what messages mean; that is {@link
 * io.atrium.live.LiveSession}'s affair.
 */
@NullMarked
package io.atrium.transport.ws;

import org.jspecify.annotations.NullMarked;
