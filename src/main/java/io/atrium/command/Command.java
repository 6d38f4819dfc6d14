package io.atrium.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/**
 * A command on its way to a device.
 *
 * @param id number that the device answers with; counts up per device from 0 since the server started
 * @param oneway true if it is complete as soon as the device has it
 */
public record Command(UUID tenantId, UUID deviceId, int id, String method, JsonNode params, boolean oneway) {}
