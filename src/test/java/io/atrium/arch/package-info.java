/**
 * The guards: tests over the code itself. They hold the arrows between packages ({@link io.atrium.arch.ArrowsTest}), the
 * form of the sources ({@link io.atrium.arch.TidyTest}) and the promises of the settings
 * ({@link io.atrium.arch.ConfigLawTest}), of the routes ({@link io.atrium.arch.ApiLawTest}) and of the table of contents
 * ({@link io.atrium.arch.RegistryTest}).
 *
 * <p>Every rule is a pure function with its own proof that it catches a bad example. Exceptions are listed with the rule
 * that they break; an exception that no longer applies fails, so that the lists can only shrink.
 */
@NullMarked
package io.atrium.arch;

import org.jspecify.annotations.NullMarked;
