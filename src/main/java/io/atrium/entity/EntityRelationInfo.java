package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import org.jspecify.annotations.Nullable;

/** A relation with the names of its ends. */
public record EntityRelationInfo(
        @Nullable Ref from,
        @Nullable Ref to,
        @Nullable String type,
        @Nullable RelationTypeGroup typeGroup,
        @Nullable Long version,
        @Nullable JsonNode additionalInfo,
        @Nullable String fromName,
        @Nullable String toName) {}
