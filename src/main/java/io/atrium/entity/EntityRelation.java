package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** A relation as the wire shows it. */
public record EntityRelation(
        @Nullable Ref from,
        @Nullable Ref to,
        @Nullable String type,
        @Nullable RelationTypeGroup typeGroup,
        @Nullable Long version,
        @Nullable JsonNode additionalInfo) {}
