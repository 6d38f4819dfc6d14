/**
 * The test of our REST API against the wire contract that existing clients rely on.
 *
 * <p>Owns the contract's facts ({@code src/test/resources/contract}), the comparison of those facts with the OpenAPI document
 * that our server publishes ({@code api/openapi.json}), the two hand-written ledgers (deviations, unserved operations) and the
 * page rendered from all of them ({@code docs/compatibility.md}).
 *
 * <p>Must not know the server's code: it sees only the published document, as a client's author would.
 */
@NullMarked
package io.atrium.contract;

import org.jspecify.annotations.NullMarked;
