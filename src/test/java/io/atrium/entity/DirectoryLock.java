package io.atrium.entity;

/** Stands in for a change of a tenant's directory. */
public final class DirectoryLock {

    private DirectoryLock() {}

    /** Waits until no reader has the lock. */
    public static void await(Directory directory) {
        directory.write(() -> {});
    }
}
