package io.atrium.demo;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The demo world as {@code demo/world.yaml} tells it; the head of that file says what each part means. */
@JsonIgnoreProperties(ignoreUnknown = true)
record WorldFile(
        Profiles profiles,
        List<Picture> pictures,
        List<Renter> customers,
        List<Thing> assets,
        List<Thing> devices,
        List<Link> relations,
        List<DashboardFile> dashboards,
        List<Group> groups,
        List<Share> shares,
        List<Person> users,
        Simulation simulation,
        Map<String, Map<String, Signal>> generators) {

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Profiles(List<Profile> asset, List<Profile> device) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Profile(String name, @Nullable String description, boolean builtIn) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Picture(String file) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Renter(
            String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String city,
            @Nullable String address) {}

    /** An asset or a device. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Thing(
            String name,
            String profile,
            @Nullable String label,
            @Nullable String owner,
            Map<String, JsonNode> attributes) {}

    record Link(Map<String, String> from, String type, Map<String, List<String>> to) {}

    record DashboardFile(String title, String file) {}

    record Group(String kind, String name, @Nullable String owner, List<String> members) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Share(Map<String, String> group, List<String> with, String access) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Person(
            String email,
            String authority,
            @Nullable String owner,
            String firstName,
            String lastName,
            List<String> groups,
            @Nullable String defaultDashboard,
            boolean alwaysFullscreen) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Simulation(int liveSeconds, int historySeconds) {}

    private static final String FOLDER = "/demo/";
    private static final String PLACEHOLDER = "demo:";

    static WorldFile read() {
        try {
            return new ObjectMapper(new YAMLFactory()).readValue(bytes("world.yaml"), WorldFile.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    /**
     * Puts each picture itself in the place of its name. A picture inside a dashboard or an attribute is seen by exactly
     * those who may read the dashboard or the attribute.
     */
    String withPictures(String text) {
        String result = text;
        for (Picture picture : pictures) {
            String path = "pictures/" + picture.file();
            if (result.contains(PLACEHOLDER + path)) {
                String encoded = Base64.getEncoder().encodeToString(bytes(path));
                result = result.replace(PLACEHOLDER + path, "data:image/svg+xml;base64," + encoded);
            }
        }
        return result;
    }

    private static byte[] bytes(String file) {
        try (InputStream stream = WorldFile.class.getResourceAsStream(FOLDER + file)) {
            if (stream == null) {
                throw new IllegalStateException("The demo lacks " + file);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
