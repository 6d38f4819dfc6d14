/**
 * The MQTT device API (device-data-api 1): MQTT 3.1, 3.1.1 and 5 over TCP and TLS.
 *
 * <p>Owns topics, packets, return and reason codes, acknowledgements and their order, what is in flight in either
 * direction, and back-pressure: a connection whose messages wait for the store is not read any further. It is no
 * broker: nothing is routed between clients, retained or kept for later, and wills are ignored.
 *
 * <p>A connection lives on one event loop and is touched by that thread only. What devices send goes to
 * {@link io.atrium.ingest}, which answers on any thread; the answers come back to the event loop in groups.
 *
 * <p>Must not know how messages are stored, who reads them or what rights exist.
 */
@NullMarked
package io.atrium.transport.mqtt;

import org.jspecify.annotations.NullMarked;
