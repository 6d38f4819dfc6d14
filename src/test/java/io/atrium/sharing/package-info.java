@NullMarked
package io.atrium.sharing;

import org.jspecify.annotations.NullMarked;
