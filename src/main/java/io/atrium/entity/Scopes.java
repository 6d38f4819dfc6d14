package io.atrium.entity;

import io.atrium.access.AccessEngine.Subject;
import io.atrium.access.TypeTable;
import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import java.util.UUID;

/** Opens the scope of a caller. */
public final class Scopes {

    private final Directories directories;
    private final RefusalLog refusals;

    public Scopes(Directories directories, RefusalLog refusals) {
        this.directories = directories;
        this.refusals = refusals;
    }

    /** The caller's scope in the caller's own tenant. */
    public Scope of(Actor actor) {
        return of(actor, actor.tenantId());
    }

    /** The caller's scope in a tenant; only a system administrator has one in a tenant that is not the own. */
    public Scope of(Actor actor, UUID tenant) {
        if (!actor.isSystem() && !tenant.equals(actor.tenantId())) {
            throw Problem.notFound();
        }
        Directory directory = directories.of(tenant);
        return new Scope(actor, directory, subject(actor, directory), refusals);
    }

    /** The scope of a user of the tenant, whoever asks for it. */
    public Scope ofUser(Scope asker, Entry user) {
        return new Scope(asker.actor(), asker.directory(), new Subject.User(user.ordinal()), refusals);
    }

    private static Subject subject(Actor actor, Directory directory) {
        if (actor.isSystem()) {
            return new Subject.SystemAdministrator();
        }
        if (actor.publicLink()) {
            UUID customer = actor.customerId();
            return directory.read(() -> new Subject.Visitor(ordinal(directory, TypeTable.CUSTOMER, customer)));
        }
        return directory.read(() -> new Subject.User(ordinal(directory, TypeTable.USER, actor.userId())));
    }

    private static int ordinal(Directory directory, String kind, @org.jspecify.annotations.Nullable UUID id) {
        if (id == null) {
            throw Problem.authentication("Authentication failed");
        }
        return directory
                .find(new Ref(kind, id))
                .map(Entry::ordinal)
                .orElseThrow(() -> Problem.authentication("Authentication failed"));
    }
}
