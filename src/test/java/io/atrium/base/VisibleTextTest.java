package io.atrium.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which characters a name may have. */
final class VisibleTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\tb",
                "a\nb",
                "a\rb",
                "\u0000",
                "\u0007",
                "\u007f",
                "\u0085",
                "\u009b",
                "\u202Egnp.exe",
                "a\u202Ab",
                "a\u2066b",
                "a\u2069",
                "a\u061Cb",
                "a\u200Eb",
                "a\u200Fb",
                "a\u200Bb",
                "a\u2060b",
                "\uFEFFa",
                "soft\u00ADhyphen",
                "a\u180Eb",
                "a\u2028b",
                "a\u2029b",
                "a\u3164b",
                "a\u2800b",
                "a\u034Fb",
                "\uFFFE",
                "\uFFFF",
                "a\uD800b",
                "a\uDC00",
                "Sensor\u200D1",
                "a\u200Cb",
                "\u200Da",
                "a\u200D",
                "\uDB40\uDC41"
            })
    void refusesWhatCannotBeSeen(String name) {
        assertThatThrownBy(() -> VisibleText.require("name", name))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("Field 'name' has a character at place");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sensor 1",
                "Büro – 2. OG",
                "Zähler № 7",
                "Привет",
                "温度計",
                "한국어",
                "عربي",
                "עברית",
                "ไทย",
                "می\u200Cخواهم",
                "क्\u200Dष",
                "👩\u200D🔧 Ann",
                "❤\uFE0F",
                "🏳\uFE0F\u200D🌈",
                "👨🏽\u200D🚀",
                "e\u0301",
                "a\u00A0b"
            })
    void takesWhatPeopleWrite(String name) {
        assertThatCode(() -> VisibleText.require("name", name)).doesNotThrowAnyException();
    }

    @Test
    void saysWhichCharacterAndWhere() {
        assertThatThrownBy(() -> VisibleText.require("label", "😀a\u202Eb"))
                .hasMessage("Field 'label' has a character at place 3 that cannot be seen"
                        + " (U+202E RIGHT-TO-LEFT OVERRIDE)");
        assertThat(VisibleText.firstHidden("")).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Pump 1",
                " Pump 1",
                "Pump 1 ",
                "Pump\u00a01",
                "Pump  1",
                "\u3000Pump\u2003\u202f1\u00a0",
                "Pump \u00a0 1"
            })
    void oneFormStandsForAllBlanks(String name) {
        assertThat(VisibleText.plain(name)).isEqualTo("Pump 1");
    }
}
