package io.atrium.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

/** Kills the server in the middle of its work, again and again, and counts what is lost: it must be nothing. */
final class CrashSystemTest {

    private static final Logger LOG = Logger.getLogger(CrashSystemTest.class);
    private static final Path REPORT = Path.of("target/crash-report.txt");
    private static final int ROUNDS = Integer.getInteger("atrium.crash.rounds", 10);
    private static final int MOVERS = 120;
    private static final int FLEET = 60;
    private static final long SEED = 20_261_122;

    @Test
    void losesNothingAcknowledgedAndLeavesNothingHalfDoneWhenItIsKilled() throws Exception {
        Files.deleteIfExists(REPORT);
        try (TestServer server = TestServer.start()) {
            CrashWorld world = new CrashWorld(server, MOVERS, FLEET);
            CrashCheck check = new CrashCheck(world);
            List<CrashRound> rounds = new ArrayList<>();
            for (int number = 0; number < ROUNDS; number++) {
                CrashRound round = new CrashRound(world, number, SEED);
                rounds.add(round);
                round.run();
                long killed = System.nanoTime();
                server.startAgain();
                Duration down = Duration.ofNanos(System.nanoTime() - killed);
                check.check(round);
                report(round, down);
            }
            assertThat(rounds).allSatisfy(round -> {
                assertThat(round.acknowledged.get()).isPositive();
                assertThat(round.refusals.keySet()).as("answers").isSubsetOf(503);
            });
            assertThat(rounds.stream().mapToInt(round -> round.devices.size()).sum())
                    .isPositive();
            summary(server, rounds);
        }
    }

    /** Says it to the log, and to a file for whoever wants the figures of the last run. */
    private static void say(String line) throws IOException {
        LOG.info(line);
        Files.writeString(REPORT, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static void report(CrashRound round, Duration down) throws IOException {
        say(String.format(
                "round %d (seed %d): %d acknowledged, %d cut off, refused %s; %d devices, %d assets, %d moves, %d groups,"
                        + " %d relations, %d attribute pairs, %d points; up again after %d ms",
                round.number,
                SEED,
                round.acknowledged.get(),
                round.cutOff.get(),
                new TreeMap<>(round.refusals),
                round.devices.size(),
                round.assets.size(),
                round.moves.stream().filter(CrashRound.Move::acknowledged).count(),
                round.gatherings.size(),
                round.relations.size(),
                round.pairs.stream().filter(CrashRound.Pair::acknowledged).count(),
                round.points.size(),
                down.toMillis()));
    }

    private static void summary(TestServer server, List<CrashRound> rounds) throws IOException {
        String log = Files.readString(server.log());
        Map<String, Long> fates = new TreeMap<>();
        for (String word : List.of("Took over the PostgreSQL", "Replacing the PostgreSQL")) {
            fates.put(word, log.lines().filter(line -> line.contains(word)).count());
        }
        say(String.format(
                "%d kills, %d acknowledged changes and points, %d calls cut off, 0 lost; %s",
                rounds.size(),
                rounds.stream().mapToInt(round -> round.acknowledged.get()).sum(),
                rounds.stream().mapToInt(round -> round.cutOff.get()).sum(),
                fates));
    }
}
