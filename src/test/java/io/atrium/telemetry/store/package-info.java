/** Tests of the series stores: one contract suite, run by every store. */
@NullMarked
package io.atrium.telemetry.store;

import org.jspecify.annotations.NullMarked;
