/**
 * Benchmarks, run by {@code ./atrium bench NAME}: each prints a table and asserts nothing.
 *
 * <p>They talk to loopback only and clean up after themselves.
 */
@NullMarked
package io.atrium.bench;

import org.jspecify.annotations.NullMarked;
