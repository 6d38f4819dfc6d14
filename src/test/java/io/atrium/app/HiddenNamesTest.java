package io.atrium.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.http.TestApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No kind of thing gets a name that looks like another's and is not. */
final class HiddenNamesTest {

    private TestWorld world;

    @BeforeEach
    void open() {
        world = new TestWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            device       | {"name":"NAME","type":"t"}                       | name
            device       | {"name":"d","type":"NAME"}                       | name
            device       | {"name":"d","type":"t","label":"NAME"}           | label
            asset        | {"name":"NAME","type":"t"}                       | name
            dashboard    | {"title":"NAME"}                                 | title
            customer     | {"title":"NAME"}                                 | title
            role         | {"name":"NAME","type":"GROUP","permissions":[]}  | name
            entityGroup  | {"name":"NAME","type":"DEVICE"}                  | name
            deviceProfile| {"name":"NAME","type":"DEFAULT"}                 | name
            assetProfile | {"name":"NAME"}                                  | name
            user?sendActivationMail=false | {"email":"a@x.example","authority":"TENANT_ADMIN","firstName":"NAME"} | firstName
            """)
    void refusesANameWithACharacterThatIsNotSeen(String path, String body, String field) {
        TestApi.Answer answer = world.api.post(world.admin, "/api/" + path, body.replace("NAME", "Pump\\u202E1"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains("Field '" + field + "'", "place 5", "U+202E");
        assertThat(world.api
                        .post(world.admin, "/api/" + path, body.replace("NAME", "Pump \uD83D\uDE00 1"))
                        .status())
                .isEqualTo(200);
    }
}
