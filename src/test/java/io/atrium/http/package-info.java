@NullMarked
package io.atrium.http;

import org.jspecify.annotations.NullMarked;
