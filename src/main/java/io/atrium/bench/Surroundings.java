package io.atrium.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What benchmarks are given: a folder that is gone afterwards, and the words of the command line. */
final class Surroundings {

    private Surroundings() {}

    /** What is done in a folder that is removed afterwards. */
    interface Work {
        void in(Path folder) throws Exception;
    }

    static void temporary(Work work) throws Exception {
        Path folder = Files.createTempDirectory("atrium-bench");
        try {
            work.in(folder);
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    /** The value of {@code --name=value}. */
    static String option(List<String> arguments, String flag, String fallback) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(flag))
                .map(argument -> argument.substring(flag.length()))
                .findFirst()
                .orElse(fallback);
    }

    static int number(List<String> arguments, String flag, int fallback) {
        return Integer.parseInt(option(arguments, flag, Integer.toString(fallback)));
    }
}
