@NullMarked
package io.atrium.view;

import org.jspecify.annotations.NullMarked;
