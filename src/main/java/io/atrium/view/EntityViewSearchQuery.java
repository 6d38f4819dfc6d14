package io.atrium.view;

import io.atrium.entity.RelationsSearchParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for the entity views that relations lead to. */
public record EntityViewSearchQuery(
        @Nullable RelationsSearchParameters parameters,
        @Nullable String relationType,
        @Nullable List<String> entityViewTypes) {}
