/**
 * The CoAP device API (device-data-api 2.2): devices that sleep, on networks that lose packets.
 *
 * <p>Owns resource paths, response codes and observations. Every observation is a link of the device; its notifications
 * are confirmable and go out one at a time, because a newer one would otherwise replace an older one that is still on its
 * way, and no command may be lost like that.
 *
 * <p>Must not know the database, entities or telemetry: what a device may do is asked of {@code ingest}.
 */
@NullMarked
package io.atrium.transport.coap;

import org.jspecify.annotations.NullMarked;
