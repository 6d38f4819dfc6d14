package io.atrium.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a running server tells in {@code postmaster.pid}: its process, its port, and whether it takes connections. The
 * file outlives a server that was killed, and its process number may by then belong to anybody.
 */
record PostmasterFile(long pid, int port, boolean ready) {

    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    static Path of(Path data) {
        return data.resolve("postmaster.pid");
    }

    /** Empty when the file is missing or still being written. */
    static Optional<PostmasterFile> read(Path data) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(of(data));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        String port = lines.size() > PORT_LINE ? lines.get(PORT_LINE).strip() : "";
        boolean ready =
                lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
        return Optional.of(new PostmasterFile(
                Long.parseLong(lines.getFirst().strip()),
                port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0,
                ready));
    }

    /** Whether the process is a PostgreSQL that works on this cluster, its main process or one of its workers. */
    static boolean worksOn(Path data, ProcessHandle process) {
        if (!process.isAlive() || isZombie(process.pid())) {
            return false;
        }
        Optional<String> program = process.info().command();
        if (program.isEmpty() || !program.get().replace(" (deleted)", "").endsWith("/postgres")) {
            return false;
        }
        Path folder = Path.of("/proc", String.valueOf(process.pid()), "cwd");
        try {
            if (Files.isSymbolicLink(folder)) {
                return folder.toRealPath().equals(data.toRealPath());
            }
            String[] arguments = process.info().arguments().orElse(new String[0]);
            return Stream.of(arguments).anyMatch(data.toString()::equals);
        } catch (IOException e) {
            return false;
        }
    }

    /** Dead, but not yet collected by its parent; such a process looks alive to {@link ProcessHandle#isAlive}. */
    static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            return false;
        }
    }
}
