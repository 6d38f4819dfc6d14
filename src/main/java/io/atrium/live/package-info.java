/**
 * Live views: what a client asked to follow, kept true until the moment its access ends.
 *
 * <p>{@link io.atrium.live.Live} is the service, a {@link io.atrium.live.LiveSession} one client, an {@link
 * io.atrium.live.Outlet} its line; the socket itself is an edge's affair. Commands and answers are those of
 * device-data-api section 4. A session does everything on a lane of its own, one step after the other, so its frames
 * have one writer and its state one reader.
 *
 * <p>Changes come from the bus and find their subscriptions by tenant and ordinal; the listener only notes what is to be
 * done. Latest values and attributes are noted as keys and read again when a frame is due, so the newest counts; points
 * of series are kept one by one up to a limit in bytes. Every frame is checked against the caller's rights at the moment
 * it is written, so nothing leaves after a revocation; the reviews of {@link io.atrium.entity.AccessReviews} then tell
 * the client what ended.
 *
 * <p>Owns no tables and no routes. Must not know how sockets work, nor where readings come from.
 */
@NullMarked
package io.atrium.live;

import org.jspecify.annotations.NullMarked;
