/**
 * The one door for devices: every transport brings its bytes here.
 *
 * <p>Owns how a device gets in (the device feature tells who it is), how its messages are typed and limited, what a
 * gateway may do for the devices behind it, the links to devices that listen, and the activity state that the platform
 * keeps about a device as server attributes (device-data-api 1.11). A message is acknowledged when its values would
 * survive a loss of power.
 *
 * <p>Must not know any transport: no topics, paths, status or reason codes.
 */
@NullMarked
package io.atrium.ingest;

import org.jspecify.annotations.NullMarked;
