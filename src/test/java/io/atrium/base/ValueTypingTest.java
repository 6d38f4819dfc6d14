package io.atrium.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What kind a value gets, whatever channel it came by. */
final class ValueTypingTest {

    private static final ValueTyping TYPING = ValueTyping.DEFAULT;

    @Test
    void takesEveryNumberWithAFractionOrAnExponentForTheNearestDouble() {
        Map.of(
                        "0.30000000000000004", 0.30000000000000004,
                        "1e-20", 1e-20,
                        "1e308", 1e308,
                        "0.017453292519943295", 0.017453292519943295,
                        "1E3", 1000.0,
                        "42.0", 42.0,
                        "-1.5e0", -1.5,
                        "12345678901234567890.5", 12345678901234567890.5,
                        "0.1234567890123456789012345", 0.1234567890123456789012345,
                        "1e-400", 0.0)
                .forEach((literal, number) ->
                        assertThat(TYPING.number("k", literal)).as(literal).isEqualTo(Value.of(number)));
    }

    @Test
    void keepsIntegersExactWhateverTheirLength() {
        assertThat(TYPING.number("k", "9223372036854775807")).isEqualTo(Value.of(Long.MAX_VALUE));
        assertThat(TYPING.number("k", "-9223372036854775808")).isEqualTo(Value.of(Long.MIN_VALUE));
        assertThat(TYPING.number("k", "9223372036854775808")).isEqualTo(Value.of("9223372036854775808"));
        assertThatThrownBy(() -> new ValueTyping(false, 0).number("k", "9223372036854775808"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("'k'");
    }

    @Test
    void refusesWhatNoTypeHoldsByTheNameOfItsKey() {
        assertThatThrownBy(() -> TYPING.number("pressure", "1e400"))
                .isInstanceOf(Problem.class)
                .hasMessage("Number 1e400 of key 'pressure' is beyond the range of a number of double precision");
        assertThatThrownBy(() -> TYPING.number("k", "-1e999999999")).isInstanceOf(Problem.class);
    }

    @Test
    void castsTextOnlyWhereNothingOfItIsLost() {
        assertThat(TYPING.string("k", "42")).isEqualTo(Value.of(42));
        assertThat(TYPING.string("k", "0.30000000000000004")).isEqualTo(Value.of(0.30000000000000004));
        for (String code : new String[] {
            "241408E4", "12E5", "0x1A", "89010303310033979663", "3.14159265358979323846", "1.", "-", "1.2.3"
        }) {
            assertThat(TYPING.string("k", code)).as(code).isEqualTo(Value.of(code));
        }
    }

    @Test
    void refusesHalfCharactersInTextsAndDocuments() {
        assertThatThrownBy(() -> TYPING.string("k", "a\ud83d")).hasMessageContaining("'k'");
        assertThatThrownBy(() -> TYPING.string("k", "\ude00\ud83d")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> TYPING.document("k", Json.object().put("a", "\ud83d")))
                .isInstanceOf(Problem.class);
        assertThat(TYPING.string("k", "\ud83d\ude00").text()).isEqualTo("\ud83d\ude00");
    }

    @Test
    void refusesTheCharacterNulInTextsAndDocumentsButNotItsSpelling() {
        assertThatThrownBy(() -> TYPING.string("k", "a\0b"))
                .isInstanceOf(Problem.class)
                .hasMessage("Value of key 'k' has the character U+0000");
        assertThatThrownBy(() -> TYPING.document("k", Json.object().put("a", "\0")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("'k'");
        assertThatThrownBy(() -> TYPING.document("k", Json.object().put("\0", 1)))
                .isInstanceOf(Problem.class);
        String spelled = "\\u0000";
        assertThat(TYPING.string("k", spelled).text()).isEqualTo(spelled);
        assertThat(TYPING.document("k", Json.object().put("a", spelled)).text()).contains(spelled);
    }
}
