package io.atrium.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of the built web app, which are part of the server. Only what the build listed is ever looked up, so no
 * address leads to any other file.
 */
public final class WebFiles {

    private static final String LIST = "files.tsv";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("js", "text/javascript;charset=UTF-8"),
            Map.entry("css", "text/css;charset=UTF-8"),
            Map.entry("html", "text/html;charset=UTF-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain;charset=UTF-8"));

    private final String folder;
    private final Map<String, File> files;
    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

    /**
     * One file.
     *
     * @param tag changes with the content
     * @param forms the endings of its compressed copies
     */
    record File(String name, String tag, List<String> forms) {

        String type() {
            return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        }
    }

    private WebFiles(String folder, Map<String, File> files) {
        this.folder = folder;
        this.files = files;
    }

    /** The files below a folder of the class path; none if the app is not part of the build. */
    public static WebFiles of(String folder) {
        Map<String, File> files = new HashMap<>();
        byte[] list = read(folder + LIST);
        if (list != null) {
            new String(list, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .forEach(row -> files.put(
                            row[0],
                            new File(row[0], row[1], row[2].isEmpty() ? List.of() : List.of(row[2].split(",")))));
        }
        return new WebFiles(folder, files);
    }

    Optional<File> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** A file's content, plain or in one of its forms; kept once it was asked for. */
    byte[] bytes(File file, String form) {
        String path = folder + file.name() + (form.isEmpty() ? "" : "." + form);
        return contents.computeIfAbsent(path, name -> {
            byte[] bytes = read(name);
            if (bytes == null) {
                throw new IllegalStateException("The web app lacks " + name);
            }
            return bytes;
        });
    }

    private static byte @Nullable [] read(String name) {
        try (InputStream stream = Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
            return stream == null ? null : stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
