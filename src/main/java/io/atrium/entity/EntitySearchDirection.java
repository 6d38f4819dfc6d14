package io.atrium.entity;

/** Which way a walk over relations goes: along the arrows, or against them. */
public enum EntitySearchDirection {
    FROM,
    TO
}
