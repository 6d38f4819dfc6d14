/**
 * The one door for devices: every transport brings its bytes here.
 *
 * <p>Owns who a device is ({@link io.atrium.ingest.DeviceLogins} is asked, the device feature answers), how its
 * messages are typed and limited, and the activity state that the platform keeps about it as server attributes
 * (device-data-api 1.11). A message is acknowledged when its values would survive a loss of power.
 *
 * <p>Must not know any transport: no topics, paths, status or reason codes.
 */
@NullMarked
package io.atrium.ingest;

import org.jspecify.annotations.NullMarked;
