/** Tests against the packaged server in a process of its own, with real sockets and a real PostgreSQL. */
@NullMarked
package io.atrium.system;

import org.jspecify.annotations.NullMarked;
