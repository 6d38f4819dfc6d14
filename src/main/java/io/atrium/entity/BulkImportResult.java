package io.atrium.entity;

import io.atrium.http.SchemaName;
import java.util.List;

/**
 * What an import did.
 *
 * @param errors lines that changed nothing
 * @param errorsList {@code Line N: reason} for the first of them
 */
public record BulkImportResult(int created, int updated, int errors, List<String> errorsList) {

    /** The result under the wire's name for devices. */
    @SchemaName("BulkImportResultDevice")
    public record OfDevices(int created, int updated, int errors, List<String> errorsList) {}

    /** The result under the wire's name for assets. */
    @SchemaName("BulkImportResultAsset")
    public record OfAssets(int created, int updated, int errors, List<String> errorsList) {}

    public OfDevices ofDevices() {
        return new OfDevices(created, updated, errors, errorsList);
    }

    public OfAssets ofAssets() {
        return new OfAssets(created, updated, errors, errorsList);
    }
}
