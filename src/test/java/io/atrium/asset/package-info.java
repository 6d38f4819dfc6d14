@NullMarked
package io.atrium.asset;

import org.jspecify.annotations.NullMarked;
