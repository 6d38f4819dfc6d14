package io.atrium.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.proto.ProtoSchema.FieldKind;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas as they are written and messages as they are on the wire, byte by byte. */
final class ProtoSchemaTest {

    private static final String EVERYTHING = """
            syntax = "proto3";
            package test;
            // The outermost message is found wherever it stands.
            message Inner { int32 a = 1; Inner deeper = 2; }
            message All {
              enum Mode { OFF = 0; ON = 1; AUTO = 5; }
              bool bool = 1;
              string string = 2;
              bytes bytes = 3;
              double double = 4;
              float float = 5;
              int32 int32 = 6;
              sint32 sint32 = 7;
              uint32 uint32 = 8;
              fixed32 fixed32 = 9;
              sfixed32 sfixed32 = 10;
              int64 int64 = 11;
              sint64 sint64 = 12;
              uint64 uint64 = 13;
              fixed64 fixed64 = 14;
              sfixed64 sfixed64 = 15;
              Mode mode = 16;
              Inner inner = 17;
              repeated int32 packed = 18;
              repeated string words = 19;
              map<string, Inner> places = 20;
              map<int32, double> levels = 21;
              repeated Inner inners = 22;
              optional int32 maybe = 23;
              oneof either { int32 left = 24; string right = 25; }
            }
            """;

    private static ProtoSchema schema(String body) {
        return ProtoSchema.parse("schema", "syntax = \"proto3\"; message M { " + body + " }");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static String read(String body, String bytes) {
        return schema(body).read(hex(bytes)).toString();
    }

    /** Bytes of the examples in the language's own description of its encoding, and what follows from its rules. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int32 a = 1;            | 08 96 01                                | {\"a\":150}",
                "string b = 2;           | 12 07 74 65 73 74 69 6e 67              | {\"b\":\"testing\"}",
                "repeated int32 f = 6;   | 32 06 03 8E 02 9E A7 05                 | {\"f\":[3,270,86942]}",
                "repeated int32 f = 6;   | 30 03 30 8E 02                          | {\"f\":[3,270]}",
                "repeated int32 f = 6;   | 32 00                                   | {\"f\":[]}",
                "int32 a = 1;            | 08 FF FF FF FF FF FF FF FF FF 01        | {\"a\":-1}",
                "sint32 a = 1;           | 08 01                                   | {\"a\":-1}",
                "uint32 a = 1;           | 08 FF FF FF FF 0F                       | {\"a\":4294967295}",
                "uint64 a = 1;           | 08 FF FF FF FF FF FF FF FF FF 01        | {\"a\":18446744073709551615}",
                "fixed32 a = 1;          | 0D FF FF FF FF                          | {\"a\":4294967295}",
                "sfixed64 a = 1;         | 09 FF FF FF FF FF FF FF FF              | {\"a\":-1}",
                "double a = 1;           | 09 00 00 00 00 00 00 45 40              | {\"a\":42.0}",
                "float a = 1;            | 0D CD CC CC 3D                          | {\"a\":0.1}",
                "bool a = 1;             | 08 01                                   | {\"a\":true}",
                "bytes a = 1;            | 0A 02 00 FF                             | {\"a\":\"AP8=\"}",
                "map<string,int32> m=7;  | 3A 05 0A 01 6B 10 05                    | {\"m\":{\"k\":5}}",
                "map<string,int32> m=7;  | 3A 00                                   | {\"m\":{\"\":0}}",
                "int32 a = 1;            |                                         | {\"a\":0}",
                "optional int32 a = 1;   |                                         | {}",
                "oneof o { int32 a=1; }  |                                         | {}",
                "oneof o { int32 a=1; }  | 08 07                                   | {\"a\":7}",
                "M m = 1; int32 a = 2;   | 0A 02 10 05                             | {\"m\":{\"a\":5},\"a\":0}",
                "int32 a = 1;            | 08 01 08 02                             | {\"a\":2}",
                "int32 a = 1;            | 7A 02 68 69 08 02 F8 01 05              | {\"a\":2}",
            })
    void readsWhatIsOnTheWire(String body, String bytes, String json) {
        assertThat(read(body, bytes == null ? "" : bytes)).isEqualTo(json);
    }

    @Test
    void readsNamesOfEnumerationsAndNumbersThatHaveNone() {
        String body = "enum E { ZERO = 0; ONE = 1; } E a = 1;";
        assertThat(read(body, "08 01")).isEqualTo("{\"a\":\"ONE\"}");
        assertThat(read(body, "08 09")).isEqualTo("{\"a\":9}");
        assertThat(read(body, "")).isEqualTo("{\"a\":\"ZERO\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int32 a = 1;           | 08               | field 'a'",
                "int32 a = 1;           | 0D 00 00 00 00   | field 'a'",
                "string a = 1;          | 0A 05 61         | field 'a'",
                "M deeper=1; int32 a=2; | 0A 02 10 80      | field 'deeper.a'",
                "M deeper=1; int32 a=2; | 08 01            | field 'deeper'",
                "map<string,int32> m=7; | 38 01            | field 'm'",
                "int32 a = 1;           | 7B 22 61 22      | type M",
                "int32 a = 1;           | FF               | type M",
                "int32 a = 1;           | 00               | type M",
                "int32 a = 1;           | 0B 08 01         | type M",
            })
    void namesTheFieldThatIsBroken(String body, String bytes, String words) {
        assertThatThrownBy(() -> read(body, bytes)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_REQUEST);
            assertThat(problem.publicMessage()).contains(words);
        });
    }

    @Test
    void writesWhatItReads() {
        ProtoSchema schema = ProtoSchema.parse("schema", EVERYTHING);
        ObjectNode tree = Json.read("""
                {"bool":true,"string":"ä","bytes":"AP8=","double":-1.5,"float":0.1,"int32":-7,"sint32":-8,
                "uint32":4294967295,"fixed32":9,"sfixed32":-10,"int64":-9223372036854775808,"sint64":-12,
                "uint64":18446744073709551615,"fixed64":14,"sfixed64":-15,"mode":"AUTO",
                "inner":{"a":1,"deeper":{"a":2}},"packed":[1,2],"words":["x","y"],"places":{"here":{"a":3}},
                "inners":[{"a":4},{"a":5}],"maybe":0,"right":"r"}""", ObjectNode.class);
        ObjectNode again = schema.read(schema.write(tree));
        assertThat(Json.read(Json.bytes(again), ObjectNode.class)).isEqualTo(tree);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int32 a = 1;           | {\"a\":150}                       | 089601",
                "string b = 2;          | {\"b\":\"testing\"}               | 120774657374696e67",
                "string b = 2;          | {\"b\":{\"x\":1}}                 | 12077b2278223a317d",
                "optional int32 a = 1;  | {\"a\":0,\"unknown\":1}           | 0800",
                "int32 a = 1;           | {\"a\":0}                       | ''",
                "M m = 1; int32 a = 2;  | {\"m\":{\"a\":5}}                 | 0a021005",
                "map<string,int32> m=7; | {\"m\":{\"k\":5}}                 | 3a050a016b1005",
                "int32 a = 1;           | {\"a\":null}                      | ''",
            })
    void writesTheBytesOfTheLanguage(String body, String json, String bytes) {
        assertThat(HexFormat.of().formatHex(schema(body).write(Json.read(json, ObjectNode.class))))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int32 a = 1;           | {\"a\":\"x\"}       | a",
                "int32 a = 1;           | {\"a\":1.5}         | a",
                "int32 a = 1;           | {\"a\":2147483648}  | a",
                "uint32 a = 1;          | {\"a\":-1}          | a",
                "bool a = 1;            | {\"a\":1}           | a",
                "M m = 1; int32 a = 2;  | {\"m\":{\"a\":\"\"}}| m.a",
                "M m = 1;               | {\"m\":1}           | m",
                "repeated int32 a = 1;  | {\"a\":1}           | a",
                "map<string,int32> a=1; | {\"a\":[]}          | a",
                "enum E { Z = 0; } E a=1;| {\"a\":\"NO\"}     | a",
            })
    void namesTheFieldThatDoesNotFit(String body, String json, String words) {
        assertThatThrownBy(() -> schema(body).write(Json.read(json, ObjectNode.class)))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.publicMessage())
                        .contains("field '" + words + "'"));
    }

    @Test
    void doesNotFollowMessagesWithoutEnd() {
        ProtoSchema schema = schema("M m = 1; int32 a = 2;");
        ObjectNode tree = Json.object().put("a", 1);
        for (int i = 0; i < 90; i++) {
            ObjectNode outer = Json.object();
            outer.set("m", tree);
            tree = outer;
        }
        assertThat(schema.read(schema.write(tree)).toString()).contains("{\"a\":1}");
        for (int i = 0; i < 30; i++) {
            ObjectNode outer = Json.object();
            outer.set("m", tree);
            tree = outer;
        }
        byte[] tooDeep = schema.write(tree);
        assertThatThrownBy(() -> schema.read(tooDeep)).isInstanceOf(Problem.class);
    }

    @Test
    void noiseIsAMessageOrARefusal() {
        ProtoSchema schema = ProtoSchema.parse("schema", EVERYTHING);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = (byte) (1 + random.nextInt(25) << 3 | random.nextInt(6));
            }
            try {
                Json.bytes(schema.read(noise));
            } catch (Problem problem) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + HexFormat.of().formatHex(noise), e);
            }
        }
        assertThat(refused).isBetween(1_000, 19_999);
    }

    // ---- texts -------------------------------------------------------------------------------------------------

    static Stream<String[]> badTexts() {
        return Stream.of(
                new String[] {"  ", "must hold a proto3 schema"},
                new String[] {"message M { }", "syntax"},
                new String[] {"syntax = \"proto2\"; message M { optional int32 a = 1; }", "syntax"},
                new String[] {"syntax = \"proto3\"; import \"google/protobuf/any.proto\"; message M { }", "imports"},
                new String[] {"syntax = \"proto3\"; import public \"x.proto\"; message M { }", "imports"},
                new String[] {"syntax = \"proto3\"; message M { int32 a = 1; int32 b = 1; }", "tag 1"},
                new String[] {"syntax = \"proto3\"; message M { int32 a = 1; int32 a = 2; }", "a"},
                new String[] {"syntax = \"proto3\"; message M { Unknown a = 1; }", "Unknown"},
                new String[] {"syntax = \"proto3\"; message M { int32 a = 0; }", "tag"},
                new String[] {"syntax = \"proto3\"; message M { int32 a = 1 }", "schema:1"},
                new String[] {"syntax = \"proto3\"; message M { ", "schema:1"},
                new String[] {"syntax = \"proto3\"; enum E { A = 0; }", "there are 0"},
                new String[] {"syntax = \"proto3\"; message A { } message B { }", "there are 2"},
                new String[] {"syntax = \"proto3\"; message A { B b = 1; } message B { A a = 1; }", "there are 0"},
                new String[] {"syntax = \"proto3\"; message M {" + " ".repeat(70_000) + "}", "the limit is 65536"},
                new String[] {"syntax = \"proto3\"; " + "message M {".repeat(5_000), "the limit is 16 levels"});
    }

    @ParameterizedTest
    @MethodSource("badTexts")
    void saysWhatIsWrongWithASchema(String text, String words) {
        assertThatThrownBy(() -> ProtoSchema.parse("theField", text)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_REQUEST);
            assertThat(problem.publicMessage()).contains("'theField'").contains(words);
        });
    }

    @Test
    void noiseIsNoSchema() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder(EVERYTHING);
            for (int change = 0; change < 3; change++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "{}=;\"/*<1a ".charAt(random.nextInt(11)));
                    default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                }
            }
            try {
                ProtoSchema.parse("schema", text.toString());
            } catch (Problem problem) {
                assertThat(problem.publicMessage()).isNotBlank();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }

    @Test
    void knowsWhatFieldsAre() {
        ProtoSchema schema = ProtoSchema.parse("schema", EVERYTHING);
        assertThat(schema.field("string")).contains(FieldKind.TEXT);
        assertThat(schema.field("uint64")).contains(FieldKind.INTEGER);
        assertThat(schema.field("words")).contains(FieldKind.OTHER);
        assertThat(schema.field("inner")).contains(FieldKind.OTHER);
        assertThat(schema.field("right")).contains(FieldKind.TEXT);
        assertThat(schema.field("nothing")).isEmpty();
    }
}
