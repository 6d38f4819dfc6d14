package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import io.atrium.entity.NamedRef;
import io.atrium.http.SchemaOf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device with its owner, its groups and whether it is active.
 *
 * @param active null for who may not read attributes of the device
 * @param credentialsOfFormerOwner true if its credentials are those of before its last change of owner, so that whoever
 *     read them then can still send in its name
 * @param credentialsOfFormerReceiver true if somebody of another customer read or set its credentials under a share that has
 *     ended; told to those of the owner's side who can give it new ones
 */
public record DeviceInfo(
        @Nullable Ref id,
        @Nullable Long createdTime,
        @Nullable JsonNode additionalInfo,
        @Nullable Ref tenantId,
        @Nullable Ref customerId,
        @Nullable String name,
        @Nullable String type,
        @Nullable String label,
        @Nullable Ref deviceProfileId,
        @SchemaOf(DeviceData.class) @Nullable JsonNode deviceData,
        @Nullable Ref firmwareId,
        @Nullable Ref softwareId,
        @Nullable Long version,
        @Nullable Ref ownerId,
        @Nullable String ownerName,
        @Nullable List<NamedRef> groups,
        @Nullable Boolean active,
        @Nullable Boolean credentialsOfFormerOwner,
        @Nullable Boolean credentialsOfFormerReceiver) {}
