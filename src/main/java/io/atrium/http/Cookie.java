package io.atrium.http;

import java.time.Duration;

/**
 * A cookie to set: for this server's own pages only, and out of reach of their scripts.
 *
 * @param path the routes that it is sent to; over TLS all
 * @param secure whether it goes over TLS only
 */
public record Cookie(String name, String value, String path, Duration maxAge, boolean secure) {

    /** Takes a cookie away. */
    public static Cookie gone(String name, String path, boolean secure) {
        return new Cookie(name, "", path, Duration.ZERO, secure);
    }

    String header() {
        // A page of a neighbouring host cannot set a cookie of such a name; browsers then want the path of all routes.
        return (secure ? Cookies.HOST_ONLY : "") + name + "=" + value + "; Path=" + (secure ? "/" : path) + "; Max-Age="
                + maxAge.toSeconds() + "; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
    }
}
