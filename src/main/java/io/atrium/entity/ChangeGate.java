package io.atrium.entity;

import io.atrium.base.Actor;
import io.atrium.base.Ids;
import io.atrium.base.Problem;
import io.atrium.bus.Bus;
import io.atrium.db.Database;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The one way to change a tenant: one writer at a time, commit in PostgreSQL first, then apply to the directory, then
 * tell the bus. A reader sees all of a change or nothing of it, in the database and in memory.
 */
public final class ChangeGate {

    private static final Logger LOG = Logger.getLogger(ChangeGate.class);

    private final Database database;
    private final Directories directories;
    private final AuditTrail audit;
    private final Ids ids;
    private final InstantSource clock;
    private final Bus bus;
    private final EntityLimits limits;
    private final Probes probes;
    private final Map<UUID, ReentrantLock> writers = new ConcurrentHashMap<>();

    public ChangeGate(
            Database database,
            Directories directories,
            AuditTrail audit,
            Ids ids,
            InstantSource clock,
            Bus bus,
            EntityLimits limits) {
        this.database = database;
        this.directories = directories;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
        this.bus = bus;
        this.limits = limits;
        this.probes = new Probes(clock);
    }

    /**
     * Runs one change of a tenant. What the work throws undoes everything; a refusal is put on the audit log.
     *
     * @param work reads the directory freely, for nobody else writes meanwhile, and stages its changes
     */
    public <R> R change(Actor actor, UUID tenant, Function<Change, R> work) {
        Directory directory = directories.of(tenant);
        ReentrantLock writer = writers.computeIfAbsent(tenant, t -> new ReentrantLock());
        List<Object> events = new ArrayList<>();
        R result;
        writer.lock();
        try {
            followEnds(tenant, events);
            result = run(actor, tenant, work, events);
        } catch (Problem problem) {
            auditRefusal(actor, directory, problem);
            throw problem;
        } finally {
            writer.unlock();
        }
        events.forEach(bus::publish);
        return result;
    }

    private <R> R run(Actor actor, UUID tenant, Function<Change, R> work, List<Object> events) {
        Change change = new Change(actor, directories.of(tenant), audit, ids, clock.millis(), limits, probes);
        R result = database.transaction(sql -> {
            change.open(sql);
            return work.apply(change);
        });
        apply(change);
        events.addAll(change.events());
        return result;
    }

    /** What has ended by time has ended before anything else happens, which might make it begin again. */
    private void followEnds(UUID tenant, List<Object> events) {
        Directory directory = directories.of(tenant);
        if (directory.timeEnds().isDue(directory, clock.millis())) {
            run(
                    Actor.PLATFORM,
                    tenant,
                    change -> {
                        directory.timeEnds().follow(change);
                        return tenant;
                    },
                    events);
        }
    }

    /**
     * Ends what rested on grants that have ended by time, in all tenants that are loaded. A tenant in which a change is under way
     * is left for the next time, so that none waits for another; one that fails keeps none of the others.
     */
    void followEnds() {
        for (Directory directory : directories.loaded()) {
            try {
                if (directory.read(() -> directory.timeEnds().isDue(directory, clock.millis()))) {
                    followEndsIfFree(directory.tenantId());
                }
            } catch (RuntimeException e) {
                LOG.errorf(
                        e, "What ended by time in tenant %s was not followed; it is tried again", directory.tenantId());
            }
        }
    }

    private void followEndsIfFree(UUID tenant) {
        ReentrantLock writer = writers.computeIfAbsent(tenant, t -> new ReentrantLock());
        List<Object> events = new ArrayList<>();
        if (writer.tryLock()) {
            try {
                followEnds(tenant, events);
            } finally {
                writer.unlock();
            }
        }
        events.forEach(bus::publish);
    }

    /** Creates a tenant: its row must exist already, its directory is loaded afresh. */
    public void forget(UUID tenant) {
        directories.drop(tenant);
    }

    private void apply(Change change) {
        Directory directory = change.directory();
        try {
            directory.write(change::apply);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "The directory of tenant %s is out of step with the database and is loaded again",
                    directory.tenantId());
            directories.drop(directory.tenantId());
            throw e;
        }
    }

    private void auditRefusal(Actor actor, Directory directory, Problem problem) {
        if (problem.kind() == Problem.Kind.FORBIDDEN) {
            audit.failure(
                    actor,
                    directory.tenantId(),
                    AuditAction.REFUSED,
                    new AuditTrail.Subject(null, null, null),
                    problem.publicMessage());
        }
    }
}
