package io.atrium.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atrium.base.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

    @Test
    void readsAllParts() {
        assertThat(DatabaseAddress.parse("postgresql://ann:secret@db.example:6543/atrium?sslmode=verify-full"))
                .isEqualTo(new DatabaseAddress(
                        "db.example", 6543, "atrium", "ann", "secret", Map.of("sslmode", "verify-full")));
    }

    @Test
    void fillsInTheDefaultPort() {
        assertThat(DatabaseAddress.parse("postgres://ann:x@db/atrium").port()).isEqualTo(5432);
    }

    @Test
    void decodesPercentSignsAndKeepsPlusSigns() {
        DatabaseAddress address = DatabaseAddress.parse("postgresql://a%40b:p%2Fs+%3A%25%C3%A4@db/my%20db");
        assertThat(address.user()).isEqualTo("a@b");
        assertThat(address.password()).isEqualTo("p/s+:%ä");
        assertThat(address.database()).isEqualTo("my db");
        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://db:5432/my%20db");
    }

    @Test
    void readsAnIpv6Address() {
        DatabaseAddress address = DatabaseAddress.parse("postgresql://ann:x@[::1]:6000/atrium");
        assertThat(address.host()).isEqualTo("::1");
        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:6000/atrium");
    }

    @Test
    void hidesThePasswordWhenPrinted() {
        assertThat(DatabaseAddress.parse("postgresql://ann:hunter2@db/atrium"))
                .hasToString("postgresql://ann@db:5432/atrium");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://ann:hunter2@/atrium, the host is missing",
        "postgresql://ann:hunter2@db, the database is missing",
        "postgresql://ann:hunter2@db/, the database is missing",
        "postgresql://:hunter2@db/atrium, the user is missing",
        "postgresql://db/atrium, the user is missing",
        "postgresql://ann:hunter2@db:0/atrium, the port must be a number from 1 to 65535",
        "postgresql://ann:hunter2@db:65536/atrium, the port must be",
        "postgresql://ann:hunter2@db:x/atrium, the port must be",
        "postgresql://ann:hunter2%zz@db/atrium, the password is not well percent-encoded",
        "postgresql://ann:hunter2%@db/atrium, the password is not well percent-encoded",
        "postgresql://ann:hunter2%00@db/atrium, the password is not well percent-encoded",
        "mysql://ann:hunter2@db/atrium, other databases than PostgreSQL are not supported",
        "postgresql://ann:hunter2@db/atrium?socketFactory=x, may only have the parameters",
        "postgresql://ann:hunter2@db/atrium?sslmode, may only have the parameters",
    })
    void namesTheFaultyPart(String text, String expected) {
        assertRefused(text, expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "atrium",
                "postgresql:/ann:hunter2@db/atrium",
                "postgresql://ann:hunter2@x@db/atrium",
                "postgresql://ann:hunter2@[::1/atrium",
                "postgresql://ann:hunter2@db/atrium#x",
                "jdbc:postgresql://db/atrium?password=hunter2"
            })
    void refusesWhatIsNoAddress(String text) {
        assertRefused(text, "must look like postgresql://user:password@host:port/database");
    }

    private static void assertRefused(String text, String expected) {
        assertThatThrownBy(() -> DatabaseAddress.parse(text))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }
}
