package io.atrium.entity;

import io.atrium.http.SchemaName;
import java.util.List;
import java.util.UUID;

/**
 * What an import did.
 *
 * @param errors lines that changed nothing
 * @param errorsList {@code Line N: reason} for the first of them
 * @param createdIds what is new, so that an import can be taken back
 */
public record BulkImportResult(int created, int updated, int errors, List<String> errorsList, List<UUID> createdIds) {

    /** The result under the wire's name for devices. */
    @SchemaName("BulkImportResultDevice")
    public record OfDevices(int created, int updated, int errors, List<String> errorsList, List<UUID> createdIds) {}

    /** The result under the wire's name for assets. */
    @SchemaName("BulkImportResultAsset")
    public record OfAssets(int created, int updated, int errors, List<String> errorsList, List<UUID> createdIds) {}

    public OfDevices ofDevices() {
        return new OfDevices(created, updated, errors, errorsList, createdIds);
    }

    public OfAssets ofAssets() {
        return new OfAssets(created, updated, errors, errorsList, createdIds);
    }
}
