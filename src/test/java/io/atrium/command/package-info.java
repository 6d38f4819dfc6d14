/** Tests of commands for devices. */
@NullMarked
package io.atrium.command;

import org.jspecify.annotations.NullMarked;
