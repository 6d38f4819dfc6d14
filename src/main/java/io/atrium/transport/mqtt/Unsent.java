package io.atrium.transport.mqtt;

import java.util.HashSet;
import java.util.Set;

/**
 * What waits for the clients of one event loop to read it, in their sockets and before. With too much of it altogether, the
 * client that most waits for goes. Touched by its event loop only.
 */
final class Unsent {

    private final long most;
    private final Set<Connection> behind = new HashSet<>();
    private long bytes;

    Unsent(long most) {
        this.most = most;
    }

    /** Looks at a connection after something was sent to it, and every now and then. */
    void judge(Connection connection) {
        count(connection, connection.unsent());
        while (bytes > most && !behind.isEmpty()) {
            makeRoom();
        }
    }

    private void makeRoom() {
        Connection worst = null;
        for (Connection connection : behind) {
            if (worst == null || connection.counted > worst.counted) {
                worst = connection;
            }
        }
        if (worst != null) {
            long now = worst.unsent();
            boolean isStillBehind = now >= worst.counted;
            count(worst, isStillBehind ? 0 : now);
            if (isStillBehind) {
                worst.cut();
            }
        }
    }

    private void count(Connection connection, long now) {
        bytes += now - connection.counted;
        connection.counted = now;
        if (now == 0) {
            behind.remove(connection);
        } else {
            behind.add(connection);
        }
    }

    /** The connection is no more. */
    void gone(Connection connection) {
        count(connection, 0);
    }

    long bytes() {
        return bytes;
    }
}
