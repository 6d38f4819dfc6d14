package io.atrium.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the demo's data files as they lie on the class path. */
final class DemoFiles {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    static final JsonNode WORLD = read("world.yaml");

    private DemoFiles() {}

    static JsonNode read(String file) {
        try (InputStream in = stream(file)) {
            return (file.endsWith(".yaml") ? YAML : JSON).readTree(in);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }

    static String text(String file) throws IOException {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    static byte[] bytes(String file) throws IOException {
        try (InputStream in = stream(file)) {
            return in.readAllBytes();
        }
    }

    static InputStream stream(String file) {
        InputStream in = DemoFiles.class.getResourceAsStream("/demo/" + file);
        if (in == null) {
            throw new AssertionError("missing resource demo/" + file);
        }
        return in;
    }

    /** The signal of one key, read as the loader reads it. */
    static Signal signal(String device, String key) {
        return YAML.convertValue(WORLD.get("generators").get(device).get(key), Signal.class);
    }

    static List<String> names(String section) {
        return names(WORLD.get(section));
    }

    static List<String> names(JsonNode list) {
        List<String> names = list.valueStream().map(e -> e.get("name").asText()).toList();
        assertThat(names).doesNotHaveDuplicates();
        return names;
    }

    static Set<String> fieldNames(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
