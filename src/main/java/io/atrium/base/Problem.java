package io.atrium.base;

import org.jspecify.annotations.Nullable;

/**
 * A refusal that a caller gets to see. The message is public: it names the field and the limit and never another
 * caller's data; the cause, if any, goes to the log only.
 */
public final class Problem extends RuntimeException {

    /** The closed family of refusals, each with its HTTP status and the wire's error code (access-model 4.0). */
    public enum Kind {
        BAD_REQUEST(400, 31),
        AUTHENTICATION(401, 10),
        TOKEN_EXPIRED(401, 11),
        CREDENTIALS_EXPIRED(401, 15),
        PASSWORD_POLICY(401, 45),
        FORBIDDEN(403, 20),
        ENTITY_LIMIT(403, 41),
        NOT_FOUND(404, 32),
        METHOD_NOT_ALLOWED(405, 30),
        VERSION_CONFLICT(409, 35),
        TOO_LARGE(413, 30),
        UNSUPPORTED_MEDIA(415, 30),
        TOO_MANY_REQUESTS(429, 33),
        INTERNAL(500, 2),
        UNAVAILABLE(503, 46);

        private final int status;
        private final int errorCode;

        Kind(int status, int errorCode) {
            this.status = status;
            this.errorCode = errorCode;
        }

        public int status() {
            return status;
        }

        public int errorCode() {
            return errorCode;
        }
    }

    private final Kind kind;

    public Problem(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    private Problem(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public String publicMessage() {
        String message = getMessage();
        return message == null ? kind.name() : message;
    }

    /** The same refusal of a part of what was sent, with the part's place in front; other refusals stay as they are. */
    public Problem at(String place) {
        return kind == Kind.BAD_REQUEST ? new Problem(kind, place + ": " + publicMessage(), this) : this;
    }

    public static Problem badRequest(String message) {
        return new Problem(Kind.BAD_REQUEST, message, null);
    }

    /** As {@link #badRequest}, without a stack: one message may have tens of thousands of bad parts. */
    public static Problem badPart(String message) {
        return new Problem(Kind.BAD_REQUEST, message);
    }

    /** As {@link #badPart}, of any kind. */
    public static Problem part(Kind kind, String message) {
        return new Problem(kind, message);
    }

    /** The one answer for everything that the caller may not read, whether it exists or not (design.md section 5). */
    public static Problem notFound() {
        return new Problem(Kind.NOT_FOUND, "Requested item wasn't found!", null);
    }

    public static Problem forbidden(String message) {
        return new Problem(Kind.FORBIDDEN, message, null);
    }

    public static Problem authentication(String message) {
        return new Problem(Kind.AUTHENTICATION, message, null);
    }

    public static Problem versionConflict(String what) {
        return new Problem(
                Kind.VERSION_CONFLICT,
                what + " was changed by somebody else; read it again and repeat the change",
                null);
    }

    public static Problem of(Kind kind, String message) {
        return new Problem(kind, message, null);
    }

    public static Problem internal(String message, Throwable cause) {
        return new Problem(Kind.INTERNAL, message, cause);
    }
}
