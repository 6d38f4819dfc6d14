package io.atrium.entity;

import io.atrium.access.AccessEngine;
import io.atrium.access.Operation;
import io.atrium.access.Vocabulary;
import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.roaringbitmap.RoaringBitmap;

/**
 * A tenant as one caller may see it: the only way to reach an entity. What the caller may not read does not exist for
 * it, and looks exactly like an id that never was (design.md section 5).
 */
public final class Scope {

    private static final Set<Operation> CREDENTIALS =
            EnumSet.of(Operation.READ_CREDENTIALS, Operation.WRITE_CREDENTIALS);

    private final Actor actor;
    private final Directory directory;
    private final AccessEngine.Subject subject;
    private final RefusalLog refusals;

    Scope(Actor actor, Directory directory, AccessEngine.Subject subject, RefusalLog refusals) {
        this.actor = actor;
        this.directory = directory;
        this.subject = subject;
        this.refusals = refusals;
    }

    public Actor actor() {
        return actor;
    }

    public Directory directory() {
        return directory;
    }

    public AccessEngine.Subject subject() {
        return subject;
    }

    /** Runs a reader while no change is applied. */
    public <R> R read(Supplier<R> reader) {
        return directory.read(reader);
    }

    /** The header of an entity that the caller may do the operation to. */
    public Entry require(Operation operation, Ref ref) {
        Entry entry = directory.find(ref).orElseThrow(Problem::notFound);
        require(operation, entry);
        return entry;
    }

    /** As {@link #require(Operation, Ref)} for a kind that the route fixes. */
    public Entry require(Operation operation, Kind<?> kind, UUID id) {
        return require(operation, new Ref(kind.name(), id));
    }

    /** Refuses unless the caller may do the operation to the entity. */
    public void require(Operation operation, Entry entry) {
        if (may(operation, entry)) {
            return;
        }
        refusals.refused(actor, directory, operation, entry);
        if (operation != Operation.READ && may(Operation.READ, entry)) {
            throw Problem.forbidden("You don't have permission to perform '" + operation + "' operation with "
                    + resource(entry) + " '" + entry.name() + "'!");
        }
        throw Problem.notFound();
    }

    public boolean may(Operation operation, Entry entry) {
        return directory.access().check(subject, operation, entry.ordinal())
                && (!CREDENTIALS.contains(operation) || mayHoldCredentials(operation, entry));
    }

    /** Who has a gateway's credentials speaks for its owner's devices, which a share of the gateway does not give. */
    private boolean mayHoldCredentials(Operation operation, Entry device) {
        return !directory.marks().has(Mark.GATEWAY, device.ordinal())
                || directory.access().checkOwner(subject, operation, device.type(), device.owner());
    }

    /** The entity of an id if the caller may read it. */
    public Optional<Entry> readable(Ref ref) {
        return directory.find(ref).filter(entry -> may(Operation.READ, entry));
    }

    /** True if a generic role allows the operation on a resource, with no object at hand. */
    public boolean mayGenerally(Operation operation, String resource) {
        return directory.access().checkResource(subject, operation, resource);
    }

    /** Refuses unless a generic role allows the operation on a resource. */
    public void requireGenerally(Operation operation, String resource) {
        if (!mayGenerally(operation, resource)) {
            throw Problem.forbidden(
                    "You don't have permission to perform '" + operation + "' operation with " + resource + "!");
        }
    }

    /** Everything of a kind that the caller may do the operation to. Live: must not be changed or kept. */
    public RoaringBitmap visible(Operation operation, Kind<?> kind) {
        return directory.access().visible(subject, operation, directory.kinds().number(kind));
    }

    /** The owner that the caller belongs to: the tenant or a customer. */
    public Entry owner() {
        return directory.entry(directory.access().ownerOf(subject));
    }

    /** True if an owner is the caller's own or below it. */
    public boolean isAtOrBelowOwn(Entry owner) {
        return owner.ordinal() == owner().ordinal() || directory.model().isInChain(owner().ordinal(), owner.ordinal());
    }

    private String resource(Entry entry) {
        return directory.model().group(entry.ordinal()) == null
                ? directory.kindName(entry)
                : Vocabulary.groupResource(directory.memberKind(entry));
    }
}
