package io.atrium.db;

import io.atrium.base.Problem;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The one table from SQL faults to what callers see; SQL text and values stay in the cause. */
final class SqlFaults {

    private static final String UNREACHABLE = "The database cannot be reached; try again later";

    private SqlFaults() {}

    static RuntimeException translated(Throwable fault) {
        SQLException sql = sqlExceptionIn(fault);
        if (sql == null) {
            return Problem.internal("The database access failed", fault);
        }
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        return switch (state) {
            case "23505" -> violation(ConstraintViolation.Kind.UNIQUE, sql, fault);
            case "23503" -> violation(ConstraintViolation.Kind.FOREIGN_KEY, sql, fault);
            case "23514", "23P01" -> violation(ConstraintViolation.Kind.CHECK, sql, fault);
            case "23502" -> violation(ConstraintViolation.Kind.NOT_NULL, sql, fault);
            case "40001", "40P01" -> new SerializationConflict(fault);
            case "22001" -> new Problem(Problem.Kind.BAD_REQUEST, "A text is longer than its limit", fault);
            case "22003" -> new Problem(Problem.Kind.BAD_REQUEST, "A number is beyond its limits", fault);
            case "22021", "22P05" ->
                new Problem(Problem.Kind.BAD_REQUEST, "A text has a character that cannot be stored (U+0000)", fault);
            case "57014", "55P03" -> unavailable("The database took too long to answer; try again later", fault);
            case "53100" -> unavailable("The disk of the database is full", fault);
            default -> isConnectionFault(state, sql) ? unavailable(UNREACHABLE, fault) : internal(fault);
        };
    }

    private static boolean isConnectionFault(String state, SQLException sql) {
        boolean ended = state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
        boolean refused = state.startsWith("28") || state.equals("3D000");
        // The pool reports an acquisition timeout without any state.
        boolean pool = state.isEmpty() && !(sql instanceof PSQLException);
        return ended || refused || pool || state.equals("25P03") || state.equals("25P04");
    }

    private static Problem unavailable(String message, Throwable fault) {
        return new Problem(Problem.Kind.UNAVAILABLE, message, fault);
    }

    private static Problem internal(Throwable fault) {
        return Problem.internal("The database refused the operation", fault);
    }

    private static ConstraintViolation violation(ConstraintViolation.Kind kind, SQLException sql, Throwable fault) {
        ServerErrorMessage message = sql instanceof PSQLException server ? server.getServerErrorMessage() : null;
        String name = "";
        if (message != null) {
            String found = kind == ConstraintViolation.Kind.NOT_NULL ? message.getColumn() : message.getConstraint();
            name = found == null ? "" : found;
        }
        return new ConstraintViolation(kind, name, fault);
    }

    /** The innermost SQL exception: a batch wraps the one that names the constraint. */
    private static @Nullable SQLException sqlExceptionIn(Throwable fault) {
        SQLException found = null;
        int depth = 0;
        for (Throwable each = fault; each != null && depth < 20; each = each.getCause(), depth++) {
            if (each instanceof SQLException sql && (found == null || sql instanceof PSQLException)) {
                found = sql;
            }
        }
        return found;
    }
}
