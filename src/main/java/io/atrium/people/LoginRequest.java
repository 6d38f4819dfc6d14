package io.atrium.people;

import org.jspecify.annotations.Nullable;

/** Name and password of somebody who wants in. */
record LoginRequest(@Nullable String username, @Nullable String password) {}
