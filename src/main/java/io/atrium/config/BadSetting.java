package io.atrium.config;

/** A key or value that the server cannot start with. The message names the key, says what is wrong and shows no secret. */
public final class BadSetting extends RuntimeException {

    BadSetting(String message) {
        super(message);
    }
}
