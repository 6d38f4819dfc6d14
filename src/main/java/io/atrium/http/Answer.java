package io.atrium.http;

/** The shape of a route's answer, for the OpenAPI document. */
public record Answer(Shape shape, Class<?> type) {

    /** How the type is wrapped. */
    public enum Shape {
        NOTHING,
        ONE,
        LIST,
        PAGE,
        MAP,
        /** An object from names to lists of the type. */
        MAP_OF_LISTS,
        TEXT,
        REDIRECT
    }

    static final Answer EMPTY = new Answer(Shape.NOTHING, Void.class);
}
