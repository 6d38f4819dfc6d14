package io.atrium.people;

import io.atrium.base.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The secret that signs this installation's tokens: random, made once, readable by the server's account only. */
final class SigningKey {

    /** As long as the output of the hash, which RFC 7518 asks for. */
    static final int BYTES = 64;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private SigningKey() {}

    /** Reads the key, or makes it whole and durable before anybody can see it. */
    static byte[] of(Path file, Ids ids) {
        try {
            if (!Files.exists(file)) {
                create(file, ids.randomBytes(BYTES));
            }
            Files.setPosixFilePermissions(file, OWNER_ONLY);
            byte[] key = Files.readAllBytes(file);
            if (key.length != BYTES) {
                throw new IllegalStateException(
                        file + " must hold " + BYTES + " bytes but has " + key.length + "; delete it for a new key");
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("The signing key " + file + " cannot be read or made", e);
        }
    }

    private static void create(Path file, byte[] key) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, ".key", ".tmp", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(key);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
