@NullMarked
package io.atrium.entity;

import org.jspecify.annotations.NullMarked;
