/** Tests of the smallest parts. */
@NullMarked
package io.atrium.base;

import org.jspecify.annotations.NullMarked;
