package io.atrium.people;

import static io.atrium.people.PeopleWorld.PASSWORD;
import static io.atrium.people.PeopleWorld.ok;
import static io.atrium.people.PeopleWorld.refused;
import static io.atrium.people.PeopleWorld.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Spellings of one address are one address: for look-up, uniqueness and the count of wrong passwords. */
final class EmailsTest {

    /** Blanks, capitals, full-width letters, a ligature, a no-break space. */
    private static final List<String> SPELLINGS = List.of(
            "emma@a.example",
            "  emma@a.example",
            "EMMA@A.EXAMPLE\t",
            "\uff45mma@a.example",
            "\u00a0Emma@a.example",
            "emm\uff21@a.example ");

    private final PeopleWorld people = new PeopleWorld();

    @AfterEach
    void close() {
        people.close();
    }

    @Test
    void allSpellingsHaveOneKey() {
        assertThat(SPELLINGS).allSatisfy(text -> assertThat(Emails.key(text)).isEqualTo("emma@a.example"));
        assertThat(Emails.key("STRASSE@a.example")).isEqualTo(Emails.key("stra\u00dfe@a.example"));
        assertThat(Emails.key("\ufb01t@a.example")).isEqualTo("fit@a.example");
    }

    @Test
    void eachSpellingLogsIn() {
        SPELLINGS.forEach(text -> ok(people.login(text, PASSWORD)));
    }

    @Test
    void noSpellingIsFreeForAnotherUser() {
        SPELLINGS.forEach(text -> refused(people.post(people.admin, "/api/user", user(text)), 400, "already present"));
    }

    @Test
    void spellingsShareTheirTries() {
        int max = 5;
        for (int i = 0; i < max; i++) {
            refused(people.login(" ".repeat(i) + SPELLINGS.get(i), "wrong"), 401, "Invalid username or password");
        }
        refused(people.login(" ".repeat(99) + "emma@a.example", "wrong"), 429, "Too many attempts");
        // What cannot be an address is counted as one.
        for (int i = 0; i < max; i++) {
            refused(people.login("x".repeat(300 + i), "wrong"), 401, "Invalid username or password");
        }
        refused(people.login("x".repeat(999), "wrong"), 429, "Too many attempts");
    }

    @Test
    void signsThatNobodySeesGiveNoFurtherTries() {
        List<String> stuffed = List.of(
                "em\u200bma@a.example",
                "emma\u00ad@a.example",
                "em\0ma@a.example",
                "\u202eemma@a.example",
                "emma@a\ufe0f.example",
                "\ufeffemma@a.example",
                "em\u2060m\u034fa@a.example",
                "e\u200dm\u200cma@a.example\u3164",
                "emm\udb40\udd00a@a.example");
        assertThat(stuffed).allSatisfy(text -> assertThat(Emails.key(text)).isEqualTo("emma@a.example"));
        for (int i = 0; i < 5; i++) {
            refused(people.login(stuffed.get(i), "wrong"), 401, "Invalid username or password");
        }
        for (String text : stuffed) {
            refused(people.login(text, "wrong"), 429, "Too many attempts");
        }
        refused(people.login("emma@a.example", "wrong"), 429, "Too many attempts");
    }

    @Test
    void addressesWithSignsThatNobodySeesAreRefused() {
        refused(people.post(people.admin, "/api/user", user("em\u200bma@a.example")), 400, "Invalid email address");
        refused(people.post(people.admin, "/api/user", user("\u202eemma@a.example")), 400, "Invalid email address");
    }
}
