@NullMarked
package io.atrium.tenant;

import org.jspecify.annotations.NullMarked;
