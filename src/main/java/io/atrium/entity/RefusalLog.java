package io.atrium.entity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;

/**
 * Puts refused look-ups of things that do exist on the audit log, without making the caller wait for it: the answer to a
 * foreign id must take no longer than the answer to an id that never was. The same refusal counts once a minute.
 */
public final class RefusalLog implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RefusalLog.class);

    /** Most refusals that wait to be written; more than these are counted in the log only. */
    static final int MAX_WAITING = 10_000;

    private static final int MAX_REMEMBERED = 50_000;
    private static final Duration ONCE_IN = Duration.ofMinutes(1);

    private record Key(UUID user, UUID entity, Operation operation) {}

    private record Entry(Actor actor, UUID tenant, AuditTrail.Subject subject, String reason) {}

    private final AuditTrail audit;
    private final Cache<Key, Boolean> recent = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(ONCE_IN)
            .build();
    private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread writer;
    private volatile boolean closed;

    public RefusalLog(AuditTrail audit) {
        this.audit = audit;
        this.writer = Thread.ofVirtual().name("refusal-log").start(this::write);
    }

    void refused(Actor actor, Directory directory, Operation operation, io.atrium.entity.Entry entry) {
        Key key = new Key(actor.userId(), entry.id(), operation);
        if (recent.asMap().putIfAbsent(key, true) != null) {
            return;
        }
        io.atrium.entity.Entry owner = directory.entry(entry.owner());
        UUID customer = owner.ordinal() == AccessModel.TENANT ? null : owner.id();
        AuditTrail.Subject subject = new AuditTrail.Subject(directory.ref(entry), entry.name(), customer);
        if (!waiting.offer(new Entry(actor, directory.tenantId(), subject, operation + " refused"))) {
            LOG.warnf(
                    "More than %d refusals wait for the audit log; %s by %s is not written",
                    MAX_WAITING, operation, actor.userId());
        }
    }

    private void write() {
        while (!closed) {
            try {
                Entry entry = waiting.take();
                audit.failure(entry.actor(), entry.tenant(), AuditAction.REFUSED, entry.subject(), entry.reason());
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("A refusal could not be written to the audit log", e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        writer.interrupt();
    }
}
