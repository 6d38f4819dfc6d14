/**
 * What programs that others wrote send, call by call: one class for each client, named after it. {@code
 * docs/compatibility.md} says of each what was tried and with which version.
 *
 * <p>Must not know how any feature works inside.
 */
@NullMarked
package io.atrium.client;

import org.jspecify.annotations.NullMarked;
