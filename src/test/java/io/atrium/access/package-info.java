/** The access engine against a naive evaluator, and worlds that are told in files. */
@NullMarked
package io.atrium.access;

import org.jspecify.annotations.NullMarked;
