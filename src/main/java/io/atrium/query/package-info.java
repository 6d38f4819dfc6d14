/**
 * Entity queries: filters, key filters, sorts and pages over what the viewer may see.
 *
 * <p>Owns the routes under {@code /api/entitiesQuery}. This is what dashboards are made of.
 */
@NullMarked
package io.atrium.query;

import org.jspecify.annotations.NullMarked;
