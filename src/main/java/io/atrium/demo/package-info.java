/**
 * The demo world: buildings, offices, sensors, customers and dashboards that a first look can be taken at.
 *
 * <p>Owns the resources below {@code demo/}: {@code world.yaml} (entities, sharing, alarm rules, signals), the
 * dashboards, and the pictures. Owns no table and no route: the world is built through the public services, as a user
 * would build it. Nothing may depend on this package, and the server behaves the same without it.
 */
@NullMarked
package io.atrium.demo;

import org.jspecify.annotations.NullMarked;
