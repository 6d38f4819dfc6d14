/**
 * Entity queries: filters, key filters, sorts and pages over what the viewer may see.
 *
 * <p>Owns the routes under {@code /api/entitiesQuery}. This is what dashboards are made of. {@link
 * io.atrium.query.EntityQueries} answers a query out of the directory in memory: an entity filter becomes a set of
 * ordinals per kind, cut to what the viewer may read; key filters and text search narrow the sets column by column; the
 * order keeps only as many rows as the page reaches to; the answer is written straight into text.
 *
 * <p>Rights are sets, too. A value that the viewer may not read (attributes need READ_ATTRIBUTES, time series
 * READ_TELEMETRY) is blank in answers and absent for filters, sorts, searches and key listings, so that no answer lets
 * anybody infer it. Must not know how values get into the directory, nor who keeps a query running.
 */
@NullMarked
package io.atrium.query;

import org.jspecify.annotations.NullMarked;
