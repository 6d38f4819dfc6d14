package io.atrium.asset;

import io.atrium.entity.RelationsSearchParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for the assets that relations lead to. */
public record AssetSearchQuery(
        @Nullable RelationsSearchParameters parameters,
        @Nullable String relationType,
        @Nullable List<String> assetTypes) {}
