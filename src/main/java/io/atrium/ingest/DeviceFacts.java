package io.atrium.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.entity.BodyEdit;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Mark;

/**
 * What a transport has to know of a device.
 *
 * @param type name of the device's profile
 * @param gateway true if other devices may speak through it
 * @param overwriteActivityTime true if a sign of life of the gateway counts for all devices behind it
 * @param transportType the transport that the profile asks for, {@code DEFAULT} for any
 * @param transportConfiguration the profile's own settings for the transport, an object as it was saved
 */
public record DeviceFacts(
        String name,
        String type,
        boolean gateway,
        boolean overwriteActivityTime,
        String transportType,
        JsonNode transportConfiguration) {

    /** The caller holds the directory's read lock. */
    static DeviceFacts of(Directory directory, Entry device) {
        JsonNode info = BodyEdit.read(directory.body(device)).path("additionalInfo");
        ObjectNode profile =
                device.profile() < 0 ? Json.object() : BodyEdit.read(directory.body(directory.entry(device.profile())));
        return new DeviceFacts(
                device.name(),
                device.subtype() == null ? "" : device.subtype(),
                directory.marks().has(Mark.GATEWAY, device.ordinal()),
                info.path("overwriteActivityTime").asBoolean(false),
                profile.path("transportType").asText("DEFAULT"),
                profile.path("profileData").path("transportConfiguration"));
    }
}
