/**
 * The access engine: who may do what to which thing, and why.
 *
 * <p>Works on dense ordinals of one tenant and on type names that it is given; it knows no kind, no table and no route.
 * {@link io.atrium.access.AccessModel} holds owners, groups, roles and grants of one tenant and answers {@code check},
 * {@code visible} and {@code explain}. The rules are those of access-model section 2.6 with the decisions of design.md
 * section 5. Callers guard the model with the directory's lock: the model itself is not synchronised.
 */
@NullMarked
package io.atrium.access;

import org.jspecify.annotations.NullMarked;
