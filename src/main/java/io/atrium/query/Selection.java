package io.atrium.query;

import io.atrium.entity.Entry;
import java.util.List;
import java.util.Map;

/**
 * The page that a query found for a viewer.
 *
 * @param chosen the keys that the query wants to see
 * @param roots for walks from several roots, the root that led to an entity, by ordinals
 * @param version the directory's when the rows were made
 */
public record Selection(
        List<Row> rows,
        int totalPages,
        long totalElements,
        boolean hasNext,
        List<EntityKey> chosen,
        Map<Integer, Integer> roots,
        long version) {

    /**
     * One entity of the page.
     *
     * @param readAttributes whether the viewer may read its attributes
     * @param readTimeSeries whether the viewer may read its time series
     */
    public record Row(Entry entry, boolean readAttributes, boolean readTimeSeries) {}
}
