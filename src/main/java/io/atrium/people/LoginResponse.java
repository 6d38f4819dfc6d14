package io.atrium.people;

/** The tokens of a new log-in. */
record LoginResponse(String token, String refreshToken) {}
