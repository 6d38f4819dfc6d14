/** Tests of entity queries, over a whole server without sockets. */
@NullMarked
package io.atrium.query;

import org.jspecify.annotations.NullMarked;
