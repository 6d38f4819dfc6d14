package io.atrium.people;

/** A link with which a user chooses the first password, and how long it is good. */
public record UserActivationLink(String value, long ttlMs) {}
