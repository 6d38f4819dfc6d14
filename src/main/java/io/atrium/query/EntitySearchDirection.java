package io.atrium.query;

/** Which way a walk over relations goes, seen from its root. */
public enum EntitySearchDirection {
    /** From the root to what it points at. */
    FROM,
    /** From the root to what points at it. */
    TO
}
