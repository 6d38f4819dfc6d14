package io.atrium.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A world as told in a file of {@code src/test/resources/access}: who there is, who owns and shares what, what happens,
 * and what everybody may do then.
 *
 * @param customers names, nested by ownership
 * @param words short names for lists of operations, for instance {@code look: READ READ_TELEMETRY}
 */
record WorldFile(
        String story,
        @Nullable JsonNode customers,
        @Nullable Map<String, UserFact> users,
        @Nullable Map<String, String> visitors,
        @Nullable Map<String, RoleFact> roles,
        @Nullable Map<String, GroupFact> groups,
        @Nullable Map<String, ThingFact> things,
        @Nullable List<List<String>> relations,
        @Nullable Map<String, GrantFact> grants,
        @Nullable Map<String, String> words,
        List<Stage> stages) {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** A user of the tenant or of a customer, in some of its user groups. */
    record UserFact(String of, @Nullable List<String> in) {}

    /** A role; permissions are a table by resource for GENERIC, a list for GROUP. */
    record RoleFact(
            String type,
            @Nullable String owner,
            JsonNode permissions,
            @Nullable JsonNode excluded) {}

    /** A group made by hand. */
    record GroupFact(String of, String owner) {}

    /** An entity of any other kind. */
    record ThingFact(
            String kind,
            @Nullable String owner,
            @Nullable List<String> in,
            @Nullable String profile) {}

    /**
     * A grant.
     *
     * @param share {@code read} or {@code write} for the platform's own share roles, instead of a role
     * @param to a user, a user group as {@code owner/group}, or a group made by hand
     * @param on a group, {@code owner/All KIND}, or one entity; nothing for a generic role
     * @param from hours after the start, {@code until} as well
     * @param publicLink true for the row that makes a group public
     */
    record GrantFact(
            @Nullable String role,
            @Nullable String share,
            String to,
            @Nullable String on,
            @Nullable Integer from,
            @Nullable Integer until,
            @JsonProperty("public") boolean publicLink) {}

    /** What happens, and who may do what then: by user, by things (with commas), operations (with spaces). */
    record Stage(String when, @Nullable List<Map<String, String>> events, Map<String, Map<String, String>> expect) {}

    static WorldFile read(String name) {
        try (InputStream file = WorldFile.class.getResourceAsStream("/access/" + name)) {
            return YAML.readValue(file, WorldFile.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
