package io.atrium.base;

import static org.assertj.core.api.Assertions.assertThat;

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
