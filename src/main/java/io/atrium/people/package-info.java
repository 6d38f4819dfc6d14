/**
 * Customers, users, and how they get in: log-in, activation, passwords, API keys.
 *
 * <p>Owns the tables {@code user_account}, {@code user_session} and {@code api_key}, and the routes under {@code
 * /api/auth}, {@code /api/noauth}, {@code /api/user}, {@code /api/customer} and {@code /api/apiKey}. Supplies the
 * authenticator of the REST edge.
 */
@NullMarked
package io.atrium.people;

import org.jspecify.annotations.NullMarked;
