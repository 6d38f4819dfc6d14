package io.atrium.entity;

import io.atrium.base.Ref;
import io.atrium.http.SchemaName;

/** An entity's id and name, as pickers and info forms show it. */
@SchemaName("EntityInfo")
public record NamedRef(Ref id, String name) {}
