/**
 * Turns {@code ATRIUM_*} variables and {@code --key=value} flags into one record per feature, and owns the data folder.
 *
 * <p>A feature declares its record beside its own code: every component carries a {@link io.atrium.config.Setting} with
 * key, default, range and meaning. {@link io.atrium.config.Settings} reads the records and stops the start at a bad value
 * or an unknown key; {@link io.atrium.config.ConfigPage} renders {@code docs/config.md} from the same records, so that
 * the page cannot differ from the code. {@link io.atrium.config.DataFolder} holds the operating system's lock that keeps
 * a second server out of a folder.
 *
 * <p>Owns no table, no route and no thread. Writes {@code server.lock} and {@code ports.json} in the data folder. Must not
 * know what any key means, nor any feature, nor where the variables and flags come from.
 */
@NullMarked
package io.atrium.config;

import org.jspecify.annotations.NullMarked;
