@NullMarked
package io.atrium.device;

import org.jspecify.annotations.NullMarked;
