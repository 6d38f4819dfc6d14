/**
 * Messages of Protocol Buffers whose schema is known only at run time: the text of a {@code .proto} file that somebody
 * saved becomes a {@link io.atrium.proto.ProtoSchema}, which reads messages as JSON trees and writes them.
 *
 * <p>Owns the limits of schemas (size, nesting, no imports) and the words of their refusals. The library that parses
 * schemas stays behind this package.
 *
 * <p>Must not know what the messages mean, who sends them, nor where schemas are kept.
 */
@NullMarked
package io.atrium.proto;

import org.jspecify.annotations.NullMarked;
