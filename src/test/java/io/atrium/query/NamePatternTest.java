package io.atrium.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Name filters of aliases. */
final class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "off, Office A, true",
        "ice, Office A, false",
        "%ice, Office A, false",
        "%ICE%, Office A, true",
        "% a, Office A, true",
        "o%, Office A, true",
        "%f_i%, Office A, true",
        "%f_e%, Office A, false",
        "O_f, Office A, false",
        "%, Office A, true",
        "%a%b%c%, aaabbbccc, true",
        "%a%b%c%, aaaccc, false"
    })
    void matchesPrefixesAndPatterns(String filter, String name, boolean expected) {
        assertThat(NamePattern.of("nameFilter", filter).matches(name)).isEqualTo(expected);
    }
}
