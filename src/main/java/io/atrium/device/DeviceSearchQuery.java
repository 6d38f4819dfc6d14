package io.atrium.device;

import io.atrium.entity.RelationsSearchParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for the devices that relations lead to. */
public record DeviceSearchQuery(
        @Nullable RelationsSearchParameters parameters,
        @Nullable String relationType,
        @Nullable List<String> deviceTypes) {}
