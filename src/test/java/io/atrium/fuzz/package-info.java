/**
 * Targets for the fuzzer ({@code ./atrium fuzz NAME}) and the replay of everything it ever found.
 *
 * <p>A target takes any bytes and throws when the product does something that no bytes may make it do. It knows no fuzzer, so
 * that the corpus of {@code src/test/resources/fuzz} runs with every test.
 */
@NullMarked
package io.atrium.fuzz;

import org.jspecify.annotations.NullMarked;
