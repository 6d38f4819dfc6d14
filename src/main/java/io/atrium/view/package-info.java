/**
 * Entity views: a window on the data of a device or an asset.
 *
 * <p>Owns the routes under {@code /api/entityView}.
 */
@NullMarked
package io.atrium.view;

import org.jspecify.annotations.NullMarked;
