package io.atrium.query;

import java.util.Set;

/** The kinds and keys that the entities of a query have. */
public record AvailableEntityKeys(Set<String> entityTypes, Set<String> timeseries, Set<String> attribute) {}
