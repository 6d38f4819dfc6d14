package io.atrium.people;

import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** A user as pickers show it. */
record UserEmailInfo(
        Ref id,
        String email,
        @Nullable String firstName,
        @Nullable String lastName) {}
