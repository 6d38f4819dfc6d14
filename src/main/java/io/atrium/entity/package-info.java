/**
 * Entities of every kind: what a kind is, the directory that holds a tenant in memory, the gate that every change passes,
 * and the REST routes that all kinds share.
 *
 * <p>Owns the tables {@code entity}, {@code group_member}, {@code access_grant}, {@code relation} and {@code attribute},
 * and what the server itself knows of entities: {@code entity_mark} and {@code gateway_attachment}.
 * PostgreSQL is the record; a {@link io.atrium.entity.Directory} is loaded from it on first use and changed only by
 * {@link io.atrium.entity.ChangeGate}: commit first, then apply (design.md section 5). Reads go through a
 * {@link io.atrium.entity.Scope}, which is what the caller may see.
 */
@NullMarked
package io.atrium.entity;

import org.jspecify.annotations.NullMarked;
