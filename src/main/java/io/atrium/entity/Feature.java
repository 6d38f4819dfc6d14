package io.atrium.entity;

import io.atrium.http.Routes;
import java.util.Map;

/** A part of the product: what it does around changes of its kinds, and the routes it serves. */
public interface Feature {

    /** What to do around changes, by kind name. */
    default Map<String, KindHooks> hooks() {
        return Map.of();
    }

    /** Adds the feature's routes. */
    void routes(Routes routes, EntityChanges changes);
}
