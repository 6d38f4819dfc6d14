/**
 * The REST edge: routes as values, one place that turns them into answers, and the OpenAPI document made from the same
 * values.
 *
 * <p>A feature lists its routes with {@link io.atrium.http.Routes}; {@link io.atrium.http.ApiServer} finds the route of a
 * request, asks the {@link io.atrium.http.Authenticator} who calls, runs the handler on a virtual thread and writes the
 * answer or the problem (access-model 4.0). It checks who may call a route at all; what a caller may see is decided by
 * the stores' access scope, never here.
 */
@NullMarked
package io.atrium.http;

import org.jspecify.annotations.NullMarked;
