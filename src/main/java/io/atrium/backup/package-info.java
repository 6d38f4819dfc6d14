/**
 * Copies a running server into one file, and makes a server's folder out of such a file.
 *
 * <p>The file is a ZIP: {@code manifest.json} (format, version, schema, store, tables), every table as PostgreSQL's COPY
 * gives it, the files of the series store, and the server's own files such as its signing key. The cut: first the series
 * are snapshot, then the tables, and meanwhile nothing of a deleted entity is erased. So every point that was acknowledged
 * before the backup was asked for is in it, and so is the entity of each point, or the order to erase it.
 *
 * <p>A running server is asked through a file in its data folder, which nobody but its owner may write. Must not know what
 * the tables mean.
 */
@NullMarked
package io.atrium.backup;

import org.jspecify.annotations.NullMarked;
