package io.atrium.sharing;

import io.atrium.access.AccessEngine;
import io.atrium.access.AccessModel;
import io.atrium.entity.Directory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A change that is tried on a copy of the access model: collected while the caller's rights are checked, so that nothing is
 * copied for somebody who may not make the change.
 */
final class Trial {

    private final List<Consumer<AccessModel>> steps = new ArrayList<>();

    void add(Consumer<AccessModel> step) {
        steps.add(step);
    }

    /** The rights as they would be. The caller has held the read lock since the first step was added. */
    AccessEngine on(Directory directory, InstantSource clock) {
        AccessModel copy = directory.model().copy();
        steps.forEach(step -> step.accept(copy));
        return new AccessEngine(copy, clock);
    }
}
