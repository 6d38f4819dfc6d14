package io.atrium.asset;

import io.atrium.entity.BulkImportColumnType;
import io.atrium.entity.BulkImportTarget;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Kind;
import java.util.EnumSet;
import java.util.Set;

/** Imports assets. */
record AssetImport(EntityChanges changes) implements BulkImportTarget {

    private static final Set<BulkImportColumnType> COLUMNS = EnumSet.of(
            BulkImportColumnType.NAME,
            BulkImportColumnType.TYPE,
            BulkImportColumnType.LABEL,
            BulkImportColumnType.DESCRIPTION,
            BulkImportColumnType.SERVER_ATTRIBUTE,
            BulkImportColumnType.TIMESERIES);

    @Override
    public Kind<?> kind() {
        return AssetKinds.ASSET;
    }

    @Override
    public Set<BulkImportColumnType> columns() {
        return COLUMNS;
    }
}
