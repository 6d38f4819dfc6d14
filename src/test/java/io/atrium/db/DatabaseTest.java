package io.atrium.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.atrium.base.Ids;
import io.atrium.base.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DatabaseTest {

    private static final String MIGRATIONS = "classpath:db/testmigration";
    private static final Ids IDS = Ids.system();

    private static DatabaseAddress address;
    private static Database database;

    @BeforeAll
    static void open() {
        address = TestPostgres.emptyAddress();
        database = Database.open(address, 2, MIGRATIONS, Database.ACQUISITION_LIMIT);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void clear() {
        database.transaction(handle -> handle.execute("delete from thing"));
    }

    @Test
    void migratesOnceAndOpensAgain() {
        try (Database again = Database.open(address, 1, MIGRATIONS, Database.ACQUISITION_LIMIT)) {
            assertThat(again.<Long>read(handle -> handle.createQuery("select count(*) from flyway_schema_history")
                            .mapTo(Long.class)
                            .one()))
                    .isEqualTo(1);
        }
    }

    @Test
    void readsWhatATransactionWrote() {
        UUID id = IDS.next();
        Instant made = Instant.parse("2026-01-02T03:04:05.678901Z");
        database.transaction(
                handle -> handle.createUpdate("insert into thing (id, name, made) values (:id, :name, :made)")
                        .bind("id", id)
                        .bind("name", "pump")
                        .bind("made", made)
                        .execute());
        assertThat(database.<Instant>read(handle -> handle.createQuery("select made from thing where id = any(:ids)")
                        .bindArray("ids", UUID.class, List.of(id))
                        .mapTo(Instant.class)
                        .one()))
                .isEqualTo(made);
        assertThat(database.<UUID>read(handle -> handle.createQuery("select id from thing")
                        .mapTo(UUID.class)
                        .one()))
                .isEqualTo(id);
    }

    @Test
    void rollsBackWhenTheFunctionThrows() {
        Problem own = Problem.badRequest("no");
        assertThatThrownBy(() -> database.transaction(handle -> {
                    insert(handle, "pump");
                    throw own;
                }))
                .isSameAs(own);
        assertThat(count()).isZero();
    }

    @Test
    void namesTheUniqueConstraintThatIsViolated() {
        database.transaction(handle -> insert(handle, "pump"));
        ConstraintViolation violation = catchThrowableOfType(
                ConstraintViolation.class, () -> database.transaction(handle -> insert(handle, "pump")));
        assertThat(violation.isUnique("thing_name_unique")).isTrue();
        assertThat(violation.getMessage()).doesNotContain("insert into");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void whatIsWrittenAboutSomethingThatIsGoneIsNotFound() {
        assertThatThrownBy(() -> database.writeAbout(handle -> handle.execute(
                        "insert into thing (id, name, parent) values (?, 'orphan', ?)", IDS.next(), IDS.next())))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.NOT_FOUND));
        assertThatThrownBy(() -> database.writeAbout(handle -> handle.execute(
                        "insert into thing (id, name) select ?, name from (values ('twice'), ('twice')) as names (name)",
                        IDS.next())))
                .isInstanceOf(ConstraintViolation.class);
        assertThat(count()).isZero();
    }

    @Test
    void namesTheConstraintInABatch() {
        ConstraintViolation violation = catchThrowableOfType(
                ConstraintViolation.class,
                () -> database.transaction(handle -> {
                    var batch = handle.prepareBatch("insert into thing (id, name) values (?, 'same')");
                    batch.add(IDS.next()).add(IDS.next());
                    return batch.execute();
                }));
        assertThat(violation.constraint()).isEqualTo("thing_name_unique");
        assertThat(count()).isZero();
    }

    @Test
    void namesTheOtherConstraints() {
        assertThat(violation("insert into thing (id, name, size) values (gen_random_uuid(), 'x', 0)"))
                .extracting(ConstraintViolation::kind, ConstraintViolation::constraint)
                .containsExactly(ConstraintViolation.Kind.CHECK, "thing_size_positive");
        assertThat(violation("insert into thing (id, name, parent) values (gen_random_uuid(), 'x', gen_random_uuid())"))
                .extracting(ConstraintViolation::kind, ConstraintViolation::constraint)
                .containsExactly(ConstraintViolation.Kind.FOREIGN_KEY, "thing_parent");
        assertThat(violation("insert into thing (id) values (gen_random_uuid())"))
                .extracting(ConstraintViolation::kind, ConstraintViolation::constraint)
                .containsExactly(ConstraintViolation.Kind.NOT_NULL, "name");
    }

    @Test
    void hidesTheStatementOfABrokenQuery() {
        Problem problem = catchThrowableOfType(
                Problem.class, () -> database.read(handle -> handle.execute("select secret_column from thing")));
        assertThat(problem.kind()).isEqualTo(Problem.Kind.INTERNAL);
        assertThat(problem.publicMessage()).isEqualTo("The database refused the operation");
    }

    @Test
    void refusesATextWithANulCharacter() {
        assertThatThrownBy(() -> database.transaction(handle -> insert(handle, "a\0b")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_REQUEST));
    }

    @Test
    void reportsADeadlockAsConflict() throws Exception {
        database.transaction(handle -> insert(handle, "one") + insert(handle, "two"));
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        CompletableFuture<Throwable> first = lockBoth(bothHoldOne, "one", "two");
        CompletableFuture<Throwable> second = lockBoth(bothHoldOne, "two", "one");
        List<Throwable> outcomes = List.of(first.get(30, TimeUnit.SECONDS), second.get(30, TimeUnit.SECONDS));
        assertThat(outcomes).hasAtLeastOneElementOfType(SerializationConflict.class);
    }

    @Test
    void reportsABusyPoolAsUnavailable() {
        try (Database small = Database.open(address, 1, MIGRATIONS, Duration.ofMillis(50))) {
            CompletableFuture<Throwable> outcome = new CompletableFuture<>();
            small.read(handle -> {
                Thread.ofVirtual().start(() -> outcome.complete(catchThrowable(() -> small.read(Handle::isClosed))));
                return outcome.join();
            });
            assertThat(outcome.join()).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind())
                    .isEqualTo(Problem.Kind.UNAVAILABLE));
        }
    }

    @Test
    void joinsTheOuterTransactionWhenNested() {
        assertThatThrownBy(() -> database.transaction(outer -> {
                    database.transaction(inner -> insert(inner, "pump"));
                    assertThat(database.<Handle>read(inner -> inner)).isSameAs(outer);
                    throw Problem.badRequest("no");
                }))
                .isInstanceOf(Problem.class);
        assertThat(count()).isZero();
    }

    @Test
    void reportsALostConnectionAndRecovers() {
        assertThatThrownBy(
                        () -> database.read(handle -> handle.execute("select pg_terminate_backend(pg_backend_pid())")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE));
        assertThat(database.healthy()).isTrue();
        assertThat(count()).isZero();
    }

    @Test
    void reportsAServerThatIsNotThere() {
        DatabaseAddress nowhere = new DatabaseAddress("127.0.0.1", 1, "x", "ann", "hunter2", Map.of());
        assertThatThrownBy(() -> Database.open(nowhere, 1))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("Cannot connect to postgresql://ann@127.0.0.1:1/x")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refusesAnOldServer() {
        assertThatThrownBy(() -> Database.requireVersion(address, 140_009))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("needs PostgreSQL 15 or newer")
                .hasMessageContaining("is version 14.9");
        Database.requireVersion(address, 150_000);
    }

    @Test
    void givesEachTestClassADatabaseOfItsOwn() {
        try (Database one = TestPostgres.freshDatabase();
                Database two = TestPostgres.freshDatabase()) {
            one.transaction(handle -> handle.execute("create table only_here (x int)"));
            assertThatThrownBy(() -> two.read(handle -> handle.execute("select * from only_here")))
                    .isInstanceOf(Problem.class);
        }
    }

    private static CompletableFuture<Throwable> lockBoth(CyclicBarrier barrier, String first, String second) {
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                database.transaction(handle -> {
                    lock(handle, first);
                    meet(barrier);
                    return lock(handle, second);
                });
                outcome.complete(new IllegalStateException("committed"));
            } catch (RuntimeException e) {
                outcome.complete(e);
            }
        });
        return outcome;
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int lock(Handle handle, String name) {
        return handle.execute("update thing set size = 1 where name = ?", name);
    }

    private static int insert(Handle handle, String name) {
        return handle.execute("insert into thing (id, name) values (?, ?)", IDS.next(), name);
    }

    private static ConstraintViolation violation(String statement) {
        return catchThrowableOfType(
                ConstraintViolation.class, () -> database.transaction(handle -> handle.execute(statement)));
    }

    private static long count() {
        return database.read(handle -> handle.createQuery("select count(*) from thing")
                .mapTo(Long.class)
                .one());
    }
}
