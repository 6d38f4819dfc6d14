package io.atrium.config;

import static java.nio.file.attribute.PosixFilePermission.GROUP_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.GROUP_READ;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import io.atrium.base.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder with all state of one server. While it is open, the operating system's lock on {@code server.lock} keeps
 * every other server out; the lock falls with the process, however it ends.
 */
public final class DataFolder implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<StandardOpenOption> LOCK_OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<PosixFilePermission> ALL_OF_OTHERS =
            EnumSet.of(GROUP_READ, GROUP_WRITE, GROUP_EXECUTE, OTHERS_READ, OTHERS_WRITE, OTHERS_EXECUTE);
    /** The folder of the database, which may belong to another user. */
    private static final String DATABASE = "postgres";
    /** More than any process id has digits. */
    private static final int LONGEST_PID = 32;

    /**
     * The folders that this process holds. POSIX drops a process's lock when it closes any handle of the file, so a
     * second attempt in this process must not even open it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel lockFile;

    private DataFolder(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Creates the folder if need be, readable by its owner only, and locks it.
     *
     * @throws BadSetting if another server holds the folder or it cannot be written
     */
    public static DataFolder open(Path path) {
        try {
            Path root = Files.createDirectories(path, OWNER_ONLY).toRealPath();
            FileChannel lockFile = lock(root);
            tighten(root);
            Files.deleteIfExists(root.resolve("ports.json"));
            return new DataFolder(root, lockFile);
        } catch (IOException e) {
            throw new BadSetting("The data folder " + path.toAbsolutePath() + " (ATRIUM_DATA) cannot be used: " + e);
        }
    }

    /**
     * Takes from everybody else what a folder of before lets them read or write. Passing through the folder itself is left as
     * it is: PostgreSQL may have to, as a user of its own, whose folder has permissions of its own.
     */
    private static void tighten(Path root) throws IOException {
        close(root, EnumSet.of(GROUP_READ, GROUP_WRITE, OTHERS_READ, OTHERS_WRITE));
        try (DirectoryStream<Path> children = Files.newDirectoryStream(root)) {
            for (Path child : children) {
                if (!child.endsWith(DATABASE) && !Files.isSymbolicLink(child)) {
                    close(child, ALL_OF_OTHERS);
                }
            }
        }
    }

    private static void close(Path path, Set<PosixFilePermission> refused) throws IOException {
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(path);
        if (allowed.removeAll(refused)) {
            try {
                Files.setPosixFilePermissions(path, allowed);
            } catch (IOException e) {
                throw new BadSetting(path + " is open to other users of this machine and this one may not close it: "
                        + e.getMessage());
            }
        }
    }

    public Path root() {
        return root;
    }

    /** A folder below the root, created readable by its owner only. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(file(name), OWNER_ONLY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path of a file below the root, whether it exists or not. */
    public Path file(String name) {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException(name + " leaves the data folder");
        }
        return path;
    }

    /** Publishes the ports that were really taken; a reader sees the whole old file, the whole new one or none. */
    public void writePorts(Map<String, Integer> ports) {
        SortedMap<String, Integer> sorted = new TreeMap<>(ports);
        try {
            Path draft = Files.createTempFile(root, "ports", ".tmp", OWNER_FILE);
            Files.write(draft, Json.bytes(sorted));
            Files.move(draft, file("ports.json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Withdraws the ports and lets the next server in. */
    @Override
    public void close() {
        try (lockFile) {
            if (lockFile.isOpen()) {
                Files.deleteIfExists(file("ports.json"));
                HELD.remove(root);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        if (!HELD.add(root)) {
            throw inUse(root, ownPid());
        }
        boolean locked = false;
        try {
            FileChannel channel = FileChannel.open(root.resolve("server.lock"), LOCK_OPTIONS, OWNER_FILE);
            locked = claim(channel, root);
            return channel;
        } finally {
            if (!locked) {
                HELD.remove(root);
            }
        }
    }

    /** Takes the operating system's lock and leaves this process's id in the file, or closes it and fails. */
    private static boolean claim(FileChannel channel, Path root) throws IOException {
        boolean locked = false;
        try {
            if (channel.tryLock() == null) {
                throw inUse(root, pidIn(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(ownPid().getBytes(StandardCharsets.US_ASCII)), 0);
            locked = true;
            return true;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static String ownPid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    private static BadSetting inUse(Path root, String holder) {
        return new BadSetting("The data folder " + root + " is in use by another server"
                + (holder.isEmpty() ? "" : " (process " + holder + ")")
                + "; stop it first, or choose another folder with --data=PATH");
    }

    private static String pidIn(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST_PID);
        channel.read(text, 0);
        String pid = StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
        return pid.matches("\\d+") ? pid : "";
    }
}
