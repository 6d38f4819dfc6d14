package io.atrium.people;

import java.time.Duration;

/** How long a new access token and a new refresh token are good. */
record TokenTimes(Duration access, Duration refresh) {}
