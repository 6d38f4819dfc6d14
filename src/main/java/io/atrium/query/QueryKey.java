package io.atrium.query;

/** An {@link EntityKey} that is complete and fit for a query. */
record QueryKey(EntityKeyType type, String name) {

    boolean isField() {
        return type == EntityKeyType.ENTITY_FIELD;
    }
}
