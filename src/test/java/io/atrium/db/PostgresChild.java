package io.atrium.db;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JVM of its own that runs an embedded PostgreSQL, so that a test can kill it or run it as another user. */
final class PostgresChild implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new ArrayList<>();

    private PostgresChild(Process process) {
        this.process = process;
    }

    /** The child's side: starts PostgreSQL, tells its port and process, and stops it when the input ends. */
    public static void main(String[] arguments) throws IOException {
        boolean endWithUs = Boolean.parseBoolean(arguments[1]);
        Path binaries = arguments.length > 2 ? Path.of(arguments[2]) : null;
        var options = new EmbeddedPostgres.Options(binaries, Map.of(), endWithUs, true);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), options)) {
            String uid = String.valueOf(Folders.ownerOf(Path.of("/proc/self")));
            try (FileOutputStream output = new FileOutputStream(FileDescriptor.out)) {
                String ready = "READY " + postgres.port() + " " + postgres.pid() + " " + uid + "\n";
                output.write(ready.getBytes(StandardCharsets.UTF_8));
                System.in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    /** Starts a child and returns when its PostgreSQL takes connections. */
    static PostgresChild start(Path folder, boolean endWithUs) {
        return start(
                List.of(),
                System.getProperty("java.class.path"),
                List.of(
                        folder.toString(),
                        String.valueOf(endWithUs),
                        TestPostgres.binaries().toString()));
    }

    static PostgresChild start(List<String> prefix, String classPath, List<String> arguments) {
        List<String> words = new ArrayList<>(prefix);
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx128m", "-cp", classPath, PostgresChild.class.getName()));
        words.addAll(arguments);
        try {
            PostgresChild child = new PostgresChild(new ProcessBuilder(words)
                    .directory(new File("/"))
                    .redirectErrorStream(true)
                    .start());
            child.awaitReady();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() throws IOException {
        BufferedReader reader = process.inputReader();
        while (true) {
            String line = reader.readLine();
            if (line == null) {
                throw new IllegalStateException("The child ended: " + String.join("\n", lines));
            }
            lines.add(line);
            if (line.startsWith("READY ")) {
                return;
            }
        }
    }

    private String word(int index) {
        return lines.getLast().split(" ", -1)[index];
    }

    int port() {
        return Integer.parseInt(word(1));
    }

    ProcessHandle postgres() {
        return ProcessHandle.of(Long.parseLong(word(2))).orElseThrow();
    }

    String uid() {
        return word(3);
    }

    /** Kills the JVM like {@code kill -9}; nothing in it gets to run. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Lets the child end in order. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroyForcibly();
        }
        process.onExit().join();
    }
}
