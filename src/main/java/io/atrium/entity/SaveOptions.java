package io.atrium.entity;

import java.util.List;
import java.util.UUID;

/**
 * How a new entity is saved.
 *
 * @param groups groups that it joins at once
 * @param uniquify true to find another name when the name is taken
 * @param random true for a random suffix, false for a number that counts up
 */
public record SaveOptions(List<UUID> groups, boolean uniquify, String separator, boolean random) {

    public static final SaveOptions PLAIN = new SaveOptions(List.of(), false, "_", true);

    /** Longest separator, in characters. */
    public static final int MAX_SEPARATOR = 10;

    public static SaveOptions inGroups(List<UUID> groups) {
        return new SaveOptions(groups, false, "_", true);
    }
}
