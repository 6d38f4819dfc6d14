@NullMarked
package io.atrium.proto;

import org.jspecify.annotations.NullMarked;
