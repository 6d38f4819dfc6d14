package io.atrium.entity;

/** What a key belongs to: a time series, or an attribute in one of three scopes (device-data-api section 0). */
public enum KeyScope {
    TIME_SERIES,
    CLIENT_SCOPE,
    SHARED_SCOPE,
    SERVER_SCOPE;

    public boolean isAttribute() {
        return this != TIME_SERIES;
    }
}
