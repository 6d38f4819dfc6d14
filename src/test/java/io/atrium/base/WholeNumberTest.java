package io.atrium.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** How whole numbers may be written. */
final class WholeNumberTest {

    @Test
    void readsEveryWayOfWritingAWholeNumber() {
        for (String form : new String[] {
            "1796039361977", "\"1796039361977\"", "1796039361977.0", "1.796039361977e12", "\"1.796039361977e12\""
        }) {
            assertThat(WholeNumber.of(Json.read(form, com.fasterxml.jackson.databind.JsonNode.class)))
                    .as(form)
                    .hasValue(1_796_039_361_977L);
        }
        assertThat(WholeNumber.of("9223372036854775807")).hasValue(Long.MAX_VALUE);
        assertThat(WholeNumber.of("-9223372036854775808")).hasValue(Long.MIN_VALUE);
        assertThat(WholeNumber.of("0e99999")).hasValue(0);
    }

    @Test
    void neverRoundsNorWrapsAround() {
        for (String form : new String[] {
            "1.5",
            "\"1.5\"",
            "9223372036854775808",
            "1e19",
            "1e400",
            "\"1e999999999\"",
            "\"\"",
            "\"soon\"",
            "true",
            "null",
            "[1]",
            "\"0x10\"",
            "\"1e-1\"",
            "\"٣\""
        }) {
            assertThat(WholeNumber.of(Json.read(form, com.fasterxml.jackson.databind.JsonNode.class)))
                    .as(form)
                    .isEmpty();
        }
        assertThatThrownBy(() -> WholeNumber.requireInt("2147483648", "id"))
                .isInstanceOf(Problem.class)
                .hasMessage("Field 'id' must be a whole number");
    }
}
