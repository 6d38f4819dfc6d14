package io.atrium.entity;

import io.atrium.base.Ref;
import io.atrium.http.SchemaName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of things to create or change, one a line.
 *
 * @param file the text of the file itself
 * @param customerId owner of new things; the caller's own owner, or the group's, if absent
 * @param entityGroupId a group that new things join
 */
public record BulkImportRequest(
        @Nullable String file,
        @Nullable Mapping mapping,
        @Nullable Ref customerId,
        @Nullable String entityGroupId) {

    /**
     * How to read the file.
     *
     * @param update true to change things whose name is there already; otherwise such a line is an error
     * @param header true if the first line names the columns and holds no thing
     */
    public record Mapping(
            @Nullable List<Column> columns,
            @Nullable String delimiter,
            @Nullable Boolean update,
            @Nullable Boolean header) {}

    /** What one column holds; attributes and time series have a key. */
    @SchemaName("ColumnMapping")
    public record Column(
            @Nullable BulkImportColumnType type, @Nullable String key) {}
}
