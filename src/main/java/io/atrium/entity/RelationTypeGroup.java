package io.atrium.entity;

/** What relations are drawn for (device-data-api 6.1); everything that users draw is COMMON. */
public enum RelationTypeGroup {
    COMMON,
    DASHBOARD,
    FROM_ENTITY_GROUP,
    RULE_CHAIN,
    RULE_NODE,
    EDGE,
    EDGE_AUTO_ASSIGN_RULE_CHAIN
}
