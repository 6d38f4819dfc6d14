package io.atrium.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a document may hold where the code declares a type, and what the refusal says. */
final class JsonBindingTest {

    private static final String ID = "11111111-1111-1111-1111-111111111111";

    enum Colour {
        RED,
        GREEN
    }

    record Inner(String must, @Nullable Boolean flag) {}

    record Body(
            @Nullable String text,
            @Nullable Long whole,
            @Nullable Integer small,
            @Nullable Double number,
            @Nullable Boolean flag,
            @Nullable Colour colour,
            @Nullable UUID id,
            @Nullable Inner inner,
            @Nullable List<String> texts,
            @Nullable List<Inner> inners,
            @Nullable Map<String, String> words,
            @Nullable JsonNode open,
            @Nullable Ref customerId,
            @Nullable Ref entityId,
            @Nullable List<Ref> roleIds) {}

    private static Body read(String json) {
        return Json.read(json.replace('\'', '"').replace("ID", ID), Body.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'text':7}                        | Field 'text' must be a text
            {'text':true}                     | Field 'text' must be a text
            {'text':[]}                       | Field 'text' must be a text
            {'text':{}}                       | Field 'text' must be a text
            {'whole':1.5}                     | Field 'whole' must be a whole number of at most 64 bits
            {'whole':1e400}                   | Field 'whole' must be a whole number of at most 64 bits
            {'whole':9223372036854775808}     | Field 'whole' must be a whole number of at most 64 bits
            {'whole':'x'}                     | Field 'whole' must be a whole number of at most 64 bits
            {'whole':''}                      | Field 'whole' must be a whole number of at most 64 bits
            {'whole':false}                   | Field 'whole' must be a whole number of at most 64 bits
            {'small':2147483648}              | Field 'small' must be a whole number of at most 32 bits
            {'number':1e400}                  | Field 'number' must be a number that a double can hold
            {'number':'NaN'}                  | Field 'number' must be a number that a double can hold
            {'flag':1}                        | Field 'flag' must be true or false
            {'flag':'true'}                   | Field 'flag' must be true or false
            {'colour':'BLUE'}                 | Field 'colour' must be one of [RED, GREEN]
            {'colour':1}                      | Field 'colour' must be one of [RED, GREEN]
            {'colour':''}                     | Field 'colour' must be one of [RED, GREEN]
            {'id':'x'}                        | Field 'id' must be a UUID
            {'id':5}                          | Field 'id' must be a UUID
            {'inner':5}                       | Field 'inner' must be an object
            {'inner':[]}                      | Field 'inner' must be an object
            {'inner':{}}                      | Field 'inner.must' is missing
            {'inner':{'must':null}}           | Field 'inner.must' must not be null
            {'inner':{'must':'x','flag':[]}}  | Field 'inner.flag' must be true or false
            {'texts':5}                       | Field 'texts' must be a list
            {'texts':'x'}                     | Field 'texts' must be a list
            {'texts':{}}                      | Field 'texts' must be a list
            {'texts':['a',null]}              | Field 'texts[1]' must not be null
            {'texts':['a',5]}                 | Field 'texts[1]' must be a text
            {'inners':[null]}                 | Field 'inners[0]' must not be null
            {'inners':[{'must':'x'},7]}       | Field 'inners[1]' must be an object
            {'inners':[{'must':7}]}           | Field 'inners[0].must' must be a text
            {'words':{'a':null}}              | Field 'words.a' must not be null
            {'words':{'a':7}}                 | Field 'words.a' must be a text
            {'words':[]}                      | Field 'words' must be an object
            {'customerId':'ID'}               | Field 'customerId' must be a reference, as in {"entityType":"DEVICE","id":"…"}
            {'customerId':{'id':'x'}}         | Field 'customerId.id' must be a UUID
            {'customerId':{'id':[]}}          | Field 'customerId.id' must be a UUID
            {'customerId':{'id':'ID','entityType':7}} | Field 'customerId.entityType' must be a text
            {'entityId':{'id':'ID'}}          | Field 'entityId.entityType' is missing
            {'roleIds':[null]}                | Field 'roleIds[0]' must not be null
            {'roleIds':[{}]}                  | Field 'roleIds[0].id' is missing
            {'roleIds':[7]}                   | Field 'roleIds[0]' must be a reference, as in {"entityType":"DEVICE","id":"…"}
            7                                 | The body must be an object
            []                                | The body must be an object
            null                              | The body must not be null
            """, quoteCharacter = '`')
    void namesTheFieldAndWhatItShouldBe(String json, String message) {
        assertThatThrownBy(() -> read(json)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.publicMessage()).isEqualTo(message);
            assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_REQUEST);
        });
    }

    @Test
    void namesThePlaceInAListOfBodies() {
        assertThatThrownBy(() -> Json.readList("[{\"must\":\"x\"},null]".getBytes(), Inner.class))
                .hasMessage("Field '[1]' must not be null");
        assertThatThrownBy(() -> Json.readList("[{\"must\":[]}]".getBytes(), Inner.class))
                .hasMessage("Field '[0].must' must be a text");
        assertThatThrownBy(() -> Json.readList("{}".getBytes(), Inner.class)).hasMessage("The body must be a list");
        assertThatThrownBy(() -> Json.readList("null".getBytes(), Inner.class)).hasMessage("The body must be a list");
    }

    @Test
    void nullIsAbsenceWhereItIsAllowed() {
        assertThat(read("""
                {'text':null,'whole':null,'flag':null,'inner':null,'texts':null,'words':null,'open':null,'customerId':null}"""))
                .extracting(Body::text, Body::whole, Body::inner, Body::texts, Body::customerId)
                .containsOnlyNulls();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1796039361977                | 1796039361977
            1796039361977.0              | 1796039361977
            1.796039361977e12            | 1796039361977
            '1796039361977'              | 1796039361977
            9223372036854775807          | 9223372036854775807
            """, quoteCharacter = '`')
    void wholeNumbersReadAlike(String spelled, long value) {
        assertThat(read("{'whole':" + spelled + "}").whole()).isEqualTo(value);
    }

    @Test
    void referenceTakesTheKindThatItsFieldTells() {
        Ref customer = new Ref("CUSTOMER", UUID.fromString(ID));

        assertThat(read("{'customerId':{'id':'ID'}}").customerId()).isEqualTo(customer);
        assertThat(read("{'customerId':{'id':'ID','entityType':null}}").customerId())
                .isEqualTo(customer);
        assertThat(read("{'customerId':{'id':'ID','entityType':''}}").customerId())
                .isEqualTo(customer);
        assertThat(read("{'customerId':{'id':'ID','entityType':'TENANT'}}").customerId())
                .as("what is given stays")
                .isEqualTo(new Ref("TENANT", customer.id()));
        assertThat(read("{'roleIds':[{'id':'ID'}]}").roleIds()).containsExactly(new Ref("ROLE", customer.id()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}
            {'id':null}
            {'id':''}
            {'id':null,'entityType':null}
            """, quoteCharacter = '`')
    void referenceWithoutAnIdNamesNothing(String reference) {
        assertThat(read("{'customerId':" + reference + ",'entityId':" + reference + "}"))
                .extracting(Body::customerId, Body::entityId)
                .containsOnlyNulls();
    }

    @Test
    void messagesOfDevicesMayBeginWithTheMarkOfUtf8ButNameNothingTwice() {
        assertThat(DeviceJson.object("\uFEFF{\"device\":\"A\"}".getBytes(StandardCharsets.UTF_8))
                        .path("device")
                        .asText())
                .isEqualTo("A");
        assertThatThrownBy(() -> DeviceJson.object(
                        "{\"device\":\"A\",\"data\":{\"a\":1,\"a\":2}}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Problem.class);
    }

    @Test
    void onlyUtf8IsRead() {
        for (Charset other : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16)) {
            byte[] document = "{\"must\":\"x\"}".getBytes(other);
            assertThatThrownBy(() -> Json.read(document, Inner.class))
                    .as(other.name())
                    .isInstanceOf(Problem.class);
            assertThatThrownBy(() -> DeviceJson.object(document))
                    .as(other.name())
                    .isInstanceOf(Problem.class);
        }
    }
}
