package io.atrium.db;

/**
 * A change that a constraint of the schema refused. Stores catch it and word it by the constraint's name ("A device
 * with this name exists already"); the name itself is not for the public.
 */
public final class ConstraintViolation extends RuntimeException {

    /** The kinds of constraints that a caller's data can break. */
    public enum Kind {
        UNIQUE,
        FOREIGN_KEY,
        CHECK,
        NOT_NULL
    }

    private final Kind kind;
    private final String constraint;

    ConstraintViolation(Kind kind, String constraint, Throwable cause) {
        super(kind + " constraint '" + constraint + "' is violated", cause);
        this.kind = kind;
        this.constraint = constraint;
    }

    public Kind kind() {
        return kind;
    }

    /** The name of the constraint or unique index; for {@link Kind#NOT_NULL} the name of the column. */
    public String constraint() {
        return constraint;
    }

    /** True for the unique constraint or index of this name. */
    public boolean isUnique(String name) {
        return kind == Kind.UNIQUE && constraint.equals(name);
    }
}
