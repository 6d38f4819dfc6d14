/**
 * Assets and their profiles.
 *
 * <p>Owns the routes under {@code /api/asset} and {@code /api/assetProfile}; the rows are entities like all others.
 */
@NullMarked
package io.atrium.asset;

import org.jspecify.annotations.NullMarked;
