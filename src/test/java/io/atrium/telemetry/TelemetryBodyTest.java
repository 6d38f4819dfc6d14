package io.atrium.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.base.ValueTyping;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The one reader of telemetry and attributes: what it takes, and what it leaves out by name. */
final class TelemetryBodyTest {

    private static final long NOW = 1_700_000_000_000L;
    private static final BodyRules DEVICE = BodyRules.device(ValueTyping.DEFAULT);
    private static final BodyRules REST = BodyRules.rest(ValueTyping.DEFAULT);

    private static Decoded device(String body) {
        return TelemetryBody.telemetry(body.getBytes(StandardCharsets.UTF_8), NOW, DEVICE);
    }

    private static Decoded rest(String body) {
        return TelemetryBody.telemetry(body.getBytes(StandardCharsets.UTF_8), NOW, REST);
    }

    private static Reading reading(String key, Value value) {
        return new Reading(NOW, key, value);
    }

    @Test
    void leavesOutEverySpellingOfWhatIsNoNumberAndKeepsTheRest() {
        for (String word : List.of(
                "nan",
                "NaN",
                "NAN",
                "-nan",
                "nan(ind)",
                "-nan(ind)",
                "inf",
                "-inf",
                "+INF",
                "Infinity",
                "-Infinity",
                "INFINITY",
                "infinity",
                "1.#QNAN",
                "-1.#IND",
                "1.#INF",
                "1.#INF00",
                "ovf")) {
            Decoded decoded = device("{\"temperature\":" + word + ",\"humidity\":40}");
            assertThat(decoded.readings()).as(word).containsExactly(reading("humidity", Value.of(40)));
            assertThat(decoded.leftOut().words())
                    .as(word)
                    .isEqualTo("Left out 1: Value of key 'temperature' is not a number");
        }
    }

    @Test
    void readsTheWordsOfOtherLanguagesForNothingAndTruth() {
        Decoded decoded = device("{'a':None, 'b': undefined ,'c':NULL,'d':True,'e':FALSE,nan:5,inf : 6}");
        assertThat(decoded.readings())
                .containsExactly(
                        reading("d", Value.TRUE),
                        reading("e", Value.FALSE),
                        reading("nan", Value.of(5)),
                        reading("inf", Value.of(6)));
        assertThat(decoded.leftOut().count(LeftOut.Reason.NULL)).isEqualTo(3);
    }

    @Test
    void leavesWordsInsideTextsAlone() {
        Decoded decoded = device("{\"a\":\"x: nan, \\\" inf\",\"b\":'nan',\"c\":nan}");
        assertThat(decoded.readings())
                .containsExactly(reading("a", Value.of("x: nan, \" inf")), reading("b", Value.of("nan")));
    }

    @Test
    void putsNullInPlaceOfNonNumbersInsideDocuments() {
        Decoded decoded = device("{\"spectrum\":[1,nan,3],\"gps\":{\"lat\":-inf,\"lon\":1.50}}");
        assertThat(decoded.readings())
                .containsExactly(
                        reading("spectrum", Value.json("[1,null,3]")),
                        reading("gps", Value.json("{\"lat\":null,\"lon\":1.50}")));
        assertThat(decoded.leftOut().count(LeftOut.Reason.NOT_A_NUMBER)).isEqualTo(2);
    }

    @Test
    void keepsTheGoodPartsBesideRefusedOnes() {
        Decoded decoded = device("{\"big\":1e400,\" \":1,\"half\":\"\\ud83d\",\"<b>\":{\"x\":[1]},\"good\":1}");
        assertThat(decoded.readings()).containsExactly(reading("good", Value.of(1)));
        assertThat(decoded.leftOut().count(LeftOut.Reason.INVALID)).isEqualTo(4);
        assertThat(decoded.leftOut().json().toString()).contains("1e400", "'big'");
    }

    @Test
    void keepsTheGoodEntriesOfAList() {
        Decoded decoded = device("[{\"a\":1},5,[{\"x\":1}],{\"ts\":\"soon\",\"values\":{\"b\":2}},"
                + "{\"ts\":7,\"values\":3},{\"ts\":8,\"values\":{\"c\":3}}]");
        assertThat(decoded.readings()).containsExactly(reading("a", Value.of(1)), new Reading(8, "c", Value.of(3)));
        assertThat(decoded.leftOut().count()).isEqualTo(4);
    }

    @Test
    void readsTimesHoweverWholeNumbersAreWritten() {
        for (String ts : List.of("1796039361977", "\"1796039361977\"", "1796039361977.0", "1.796039361977e12")) {
            for (String body :
                    List.of("{\"ts\":" + ts + ",\"values\":{\"a\":1}}", "{\"values\":{\"a\":1},\"ts\":" + ts + "}")) {
                assertThat(device(body).readings())
                        .as(body)
                        .containsExactly(new Reading(1_796_039_361_977L, "a", Value.of(1)));
            }
        }
    }

    @Test
    void takesTimeAndValuesForKeysWhereTheOtherIsMissing() {
        assertThat(device("{\"ts\":5,\"a\":1}").readings())
                .containsExactly(reading("a", Value.of(1)), reading("ts", Value.of(5)));
        assertThat(device("{\"ts\":\"later\"}").readings()).containsExactly(reading("ts", Value.of("later")));
        assertThat(device("{\"ts\":{\"a\":1},\"b\":1.5}").readings())
                .containsExactly(reading("b", Value.of(1.5)), reading("ts", Value.json("{\"a\":1}")));
        assertThat(device("{\"values\":{\"a\":1}}").readings())
                .containsExactly(reading("values", Value.json("{\"a\":1}")));
        assertThat(device("{\"ts\":nan,\"a\":1}").readings()).containsExactly(reading("a", Value.of(1)));
    }

    @Test
    void refusesWhatHasNothingGoodForWhatWasWrong() {
        assertThatThrownBy(() -> device("{\"a\":1e400}"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("'a'");
        assertThatThrownBy(() -> device("{\"ts\":\"x\",\"values\":{\"a\":1}}"))
                .hasMessageContaining("'ts'")
                .hasCauseInstanceOf(NumberFormatException.class);
        assertThat(device("{\"a\":nan,\"b\":null}").readings())
                .as("a sensor that failed")
                .isEmpty();
        assertThatThrownBy(() -> rest("{\"a\":null}")).hasMessage("Value of key 'a' must not be null");
        assertThat(rest("{\"test\":\"world\",\"n\":null}").readings())
                .containsExactly(reading("test", Value.of("world")));
    }

    @Test
    void keepsTheDevicesOfAGatewayApart() {
        byte[] body =
                ("{\"A\":[{\"t\":nan,\"h\":1}],\"B\":7,\"C\":[3,{\"ts\":\"x\",\"values\":{\"t\":1}}],\"D\":[{\"t\":2}]}")
                        .getBytes(StandardCharsets.UTF_8);
        TelemetryBody.Parts parts = TelemetryBody.ofGateway(body, NOW, DEVICE);
        assertThat(parts.parts()).extracting(TelemetryBody.Part::name).containsExactly("A", "C", "D");
        assertThat(parts.leftOut().words()).contains("device 'B'");
        assertThat(parts.parts().get(0).data().readings()).containsExactly(reading("h", Value.of(1)));
        assertThat(parts.parts().get(1).data().leftOut().count()).isEqualTo(2);
        assertThat(parts.parts().get(2).data().readings()).containsExactly(reading("t", Value.of(2)));
    }

    @Test
    void limitsTheValuesOfAMessageWithThoseLeftOut() {
        BodyRules few = new BodyRules(ValueTyping.DEFAULT, 255, 3, false);
        byte[] body = "{\"a\":nan,\"b\":1,\"c\":null,\"d\":1}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> TelemetryBody.telemetry(body, NOW, few)).hasMessageContaining("more than 3 values");
    }

    @Test
    void stillRefusesWhatIsNoJson() {
        for (String body : List.of(
                "{\"a\":",
                "{\"a\":nan",
                "{\"a\":hello}",
                "[1",
                "nan",
                "{\"a\":1}x",
                "{\"a\" nan}",
                "{\"\\ud83d\":1}")) {
            assertThatThrownBy(() -> device(body)).as(body).isInstanceOf(Problem.class);
        }
    }
}
