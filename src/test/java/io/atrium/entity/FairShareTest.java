package io.atrium.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a tenant shares is taken in parts, so that no customer uses up what the others need. */
final class FairShareTest {

    private static final long MOST = 1_000;
    private static final UUID NORTH = new UUID(1, 1);
    private static final UUID SOUTH = new UUID(1, 2);
    private static final Claimant OWN = side();

    private final FairShare share = new FairShare();

    private static Claimant side(UUID... customers) {
        return new Claimant(List.of(customers), null);
    }

    /** Takes one after the other until there is no more; how many. */
    private long greedy(Claimant who) {
        long taken = 0;
        while (share.take(who, 1, MOST)) {
            taken++;
        }
        return taken;
    }

    @Test
    void theOwnSideMayHaveAllThatIsLeft() {
        assertThat(greedy(OWN)).isEqualTo(MOST);
        assertThat(share.taken()).isEqualTo(MOST);
    }

    @Test
    void oneCustomerLeavesRoomForTheNextAndMostToTheTenant() {
        assertThat(greedy(side(NORTH))).isEqualTo(375);
        assertThat(greedy(side(SOUTH))).isEqualTo(188);
        assertThat(greedy(OWN)).isEqualTo(MOST - 375 - 188);
    }

    @Test
    void manyCustomersTogetherLeaveAQuarterToTheTenant() {
        long taken = 0;
        for (int i = 0; i < 50; i++) {
            taken += greedy(side(new UUID(2, i)));
        }
        assertThat(taken).isEqualTo(750);
        assertThat(greedy(OWN)).isEqualTo(250);
    }

    @Test
    void customersBelowOneAnotherTakeFromOnePart() {
        long below = 0;
        for (int i = 0; i < 50; i++) {
            below += greedy(side(NORTH, new UUID(2, i)));
        }
        assertThat(below).isBetween(280L, 285L);
        assertThat(greedy(side(NORTH)))
                .as("who is above them has a quarter of the part for itself")
                .isEqualTo(375 - below);
        assertThat(greedy(side(SOUTH))).isEqualTo(188);
    }

    @Test
    void oneUserLeavesRoomToTheOthersOfHisSide() {
        Claimant north = side(NORTH);
        assertThat(greedy(north.by(new UUID(3, 1)))).isEqualTo(188);
        assertThat(greedy(north.by(new UUID(3, 2)))).isEqualTo(94);
        assertThat(greedy(OWN.by(new UUID(3, 3)))).isEqualTo((MOST - 188 - 94) / 2);
    }

    @Test
    void theMostIsWhatOneGetsWhileNobodyHasAnything() {
        assertThat(share.mostOf(OWN, MOST)).isEqualTo(MOST);
        for (Claimant who : List.of(
                side(NORTH), side(NORTH, SOUTH), OWN.by(NORTH), side(NORTH).by(NORTH))) {
            FairShare alone = new FairShare();
            long most = alone.mostOf(who, MOST);
            assertThat(alone.take(who, most + 1, MOST)).isFalse();
            assertThat(alone.take(who, most, MOST)).isTrue();
        }
    }

    @Test
    void whatIsGivenBackIsThereAgain() {
        Claimant user = side(NORTH, SOUTH).by(new UUID(3, 1));
        long first = greedy(user);
        for (long i = 0; i < first; i++) {
            share.give(user, 1);
        }
        assertThat(share.taken()).isZero();
        assertThat(greedy(user)).isEqualTo(first);
    }

    @Test
    void aSideIsNamedByWhereItLeavesTheOwnersLine() {
        Claimant north = side(NORTH);
        Claimant below = side(NORTH, SOUTH);
        assertThat(OWN.towards(north)).as("above the owner").isEqualTo(OWN);
        assertThat(north.towards(north)).isEqualTo(OWN);
        assertThat(below.towards(north)).isEqualTo(side(SOUTH));
        assertThat(north.towards(below)).isEqualTo(OWN);
        assertThat(side(SOUTH).towards(north)).isEqualTo(side(SOUTH));
        assertThat(north.towards(OWN)).isEqualTo(north);
    }
}
