package io.atrium.sharing;

import io.atrium.base.Ref;

/** A member of a group, by id and name. */
public record ShortEntityView(Ref id, String name) {}
