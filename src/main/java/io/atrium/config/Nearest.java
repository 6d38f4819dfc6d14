package io.atrium.config;

import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Finds the word that somebody probably meant, by the fewest single-character edits. */
final class Nearest {

    private Nearest() {}

    /** The candidate with the smallest distance, or null if there is none. */
    static @Nullable String of(String word, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse(null);
    }

    /** Edits to get from one word to the other; a swap of neighbours, the commonest slip, counts once. */
    static int distance(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(from, to, i, j, edits);
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int cheapest(String from, String to, int i, int j, int[][] edits) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int replaced = edits[i - 1][j - 1] + (same ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
    }
}
