package io.atrium.live;

import io.atrium.base.Actor;
import io.atrium.entity.Scope;

/**
 * Whom a session belongs to at the moment.
 *
 * @param credentials asked again whenever they may have lost their worth
 * @param expires the first millisecond in which they are worth nothing
 */
record Caller(String credentials, Actor actor, long expires, Scope scope) {}
