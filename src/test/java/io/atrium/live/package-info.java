/** Tests of live views, with real clients over real sockets. */
@NullMarked
package io.atrium.live;

import org.jspecify.annotations.NullMarked;
