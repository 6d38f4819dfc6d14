package io.atrium.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looking for one text in another. */
final class SubstringTest {

    private static final long SEED = 20_261_130;
    private static final int HUGE = 3_000_000;

    @Test
    void findsWhatTheJdkFinds() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            String text = text(random, random.nextInt(60));
            String wanted = text(random, random.nextInt(14));
            int from = random.nextInt(text.length() + 1);
            assertThat(Substring.exactly(wanted).indexIn(text, from))
                    .as("seed %d: '%s' in '%s' from %d", SEED, wanted, text, from)
                    .isEqualTo(text.indexOf(wanted, from));
            assertThat(Substring.ignoringCase(wanted).indexIn(text, from))
                    .as("seed %d: '%s' in '%s' from %d", SEED, wanted, text, from)
                    .isEqualTo(text.toLowerCase(Locale.ROOT).indexOf(wanted.toLowerCase(Locale.ROOT), from));
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("aAbBä".charAt(random.nextInt(5)));
        }
        return text.toString();
    }

    @Test
    void casesOfOneLetterAreTheSame() {
        assertThat(Substring.ignoringCase("ÄRGER").isIn("kein ärger")).isTrue();
        assertThat(Substring.ignoringCase("ςα").isIn("ΣΑ")).isTrue();
        assertThat(Substring.exactly("ÄRGER").isIn("kein ärger")).isFalse();
        assertThat(Substring.ignoringCase("").isIn("")).isTrue();
    }

    @Test
    void looksInPiecesAndFindsWhatLiesAcrossTwoOfThem() {
        List<Integer> pieces = new ArrayList<>();
        for (int place = 65_530; place < 65_550; place++) {
            String text = "a".repeat(place) + "aab" + "c".repeat(100_000);
            pieces.clear();
            assertThat(Substring.exactly("aabc").isIn(text, pieces::add))
                    .as("at %d", place)
                    .isTrue();
            assertThat(Substring.ignoringCase("AABC").isIn(text, pieces::add))
                    .as("at %d", place)
                    .isTrue();
            assertThat(pieces).allMatch(piece -> piece < 70_000);
            assertThat(Substring.exactly("aabcb").isIn(text, pieces::add))
                    .as("at %d", place)
                    .isFalse();
        }
        assertThat(Substring.exactly("").isIn("", pieces::add)).isTrue();
        assertThat(Substring.exactly("longer").isIn("long", pieces::add)).isFalse();
        String end = "x".repeat(131_072);
        assertThat(Substring.exactly("x".repeat(9) + "!").isIn(end + "!", pieces::add))
                .isTrue();
        assertThat(Substring.exactly("x".repeat(100_000) + "!").isIn(end + "!", pieces::add))
                .isTrue();
    }

    /** Trying every place would take some 2,000,000,000,000 comparisons. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void theLengthOfTheWantedTextDoesNotMultiply() {
        String text = "a".repeat(HUGE);
        String wanted = "a".repeat(HUGE / 2) + "b";
        assertThat(Substring.exactly(wanted).isIn(text)).isFalse();
        assertThat(Substring.ignoringCase(wanted).isIn(text)).isFalse();
        assertThat(Substring.ignoringCase(wanted).isIn(text + "B")).isTrue();
    }
}
