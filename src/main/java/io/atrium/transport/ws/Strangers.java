package io.atrium.transport.ws;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The sockets that have not said whose they are, in the order in which they came. If there are too many, the oldest goes: who
 * means it says at once who he is, and so comes in however many others are mute.
 */
final class Strangers {

    private final int most;
    private final int mostOfOne;
    private final Set<Line> all = new LinkedHashSet<>();
    private final Map<String, Set<Line>> byAddress = new HashMap<>();

    /**
     * Nobody yet.
     *
     * @param mostOfOne most of one address
     */
    Strangers(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** Takes one more; the one that has to go for it. */
    synchronized Optional<Line> enter(Line line) {
        Set<Line> neighbours =
                Objects.requireNonNull(byAddress.computeIfAbsent(line.network(), network -> new LinkedHashSet<>()));
        neighbours.add(line);
        all.add(line);
        Optional<Line> oldest = Optional.empty();
        if (neighbours.size() > mostOfOne) {
            oldest = neighbours.stream().findFirst();
        } else if (all.size() > most) {
            oldest = all.stream().findFirst();
        }
        oldest.ifPresent(this::leave);
        return oldest;
    }

    /** The socket has said whose it is, or is closed; may be called again. */
    synchronized void leave(Line line) {
        if (all.remove(line)) {
            byAddress.computeIfPresent(line.network(), (network, lines) -> {
                lines.remove(line);
                return lines.isEmpty() ? null : lines;
            });
        }
    }
}
