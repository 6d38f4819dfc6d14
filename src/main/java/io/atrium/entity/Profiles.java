package io.atrium.entity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.AccessEngine;
import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.VisibleText;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of one kind of thing. A thing's type and the name of its profile are one text (device-data-api 6.5), and
 * of all profiles of a tenant exactly one is the default, which things get that name none.
 */
public final class Profiles {

    /** Name of the profile that a tenant gets on the first need of a default. */
    public static final String DEFAULT_NAME = "default";

    private static final String FLAG = "default";
    private static final String STORED_FLAG = "\"default\":true";

    private final Kind<?> profileKind;
    private final Kind<?> thingKind;
    private final Map<String, JsonNode> newBody;

    /**
     * @param newBody what a profile holds that the platform makes
     */
    public Profiles(Kind<?> profileKind, Kind<?> thingKind, Map<String, JsonNode> newBody) {
        this.profileKind = profileKind;
        this.thingKind = thingKind;
        this.newBody = Map.copyOf(newBody);
    }

    public Kind<?> kind() {
        return profileKind;
    }

    public Kind<?> thingKind() {
        return thingKind;
    }

    /**
     * Fills in the profile and the type of a thing that is about to be saved: the profile that it names, else the one of
     * its type, else the one that it has, else the default.
     */
    public void settle(Change change, Scope scope, ObjectNode document, @Nullable Entry before) {
        Entry profile = choose(change, scope, document, before);
        document.set(thingKind.traits().profileField(), Json.tree(new Ref(profileKind.name(), profile.id())));
        document.put(thingKind.traits().subtypeField(), profile.name());
    }

    private Entry choose(Change change, Scope scope, ObjectNode document, @Nullable Entry before) {
        Ref named = EntityChanges.ref(document, thingKind.traits().profileField());
        if (named != null && !Ref.isNone(named)) {
            return byId(change, scope, named.id(), before);
        }
        String type = document.path(thingKind.traits().subtypeField()).asText("");
        if (!type.isBlank() && !type.equals("null")) {
            return byName(change, scope, VisibleText.plain(type.strip()), before);
        }
        if (before != null && before.profile() >= 0) {
            return change.directory().entry(before.profile());
        }
        return defaultOf(change);
    }

    private Entry byId(Change change, Scope scope, UUID id, @Nullable Entry before) {
        Entry profile = change.find(id)
                .filter(entry -> entry.type() == change.directory().kinds().number(profileKind))
                .orElseThrow(Problem::notFound);
        if (!isKnown(scope, profile, before)) {
            scope.require(Operation.READ, profile);
        }
        return profile;
    }

    /** Whether somebody may use a profile whatever the rights on it: a customer's users know those of things they see. */
    private boolean isKnown(Scope scope, Entry profile, @Nullable Entry before) {
        return isOfTenant(scope) || isDefault(profile) || before != null && before.profile() == profile.ordinal();
    }

    /**
     * Users of the tenant may bring in new types just by using them. A customer's users may use the types that they can
     * see; all others get one answer, so that nobody learns by trying what types the tenant and its customers have.
     */
    private Entry byName(Change change, Scope scope, String name, @Nullable Entry before) {
        Optional<Entry> there = find(change, name);
        if (there.isPresent() && (isKnown(scope, there.get(), before) || scope.may(Operation.READ, there.get()))) {
            return there.get();
        }
        if (!isOfTenant(scope) && !name.equals(DEFAULT_NAME)) {
            throw Problem.badRequest(
                    "Field '" + thingKind.traits().subtypeField() + "' names a profile that does not exist");
        }
        return addByName(change, name);
    }

    /** The word {@code default}, which many clients send for want of a type, means the default whatever it is called. */
    private Entry addByName(Change change, String name) {
        return name.equals(DEFAULT_NAME) ? defaultOf(change) : add(change, name, false);
    }

    private Optional<Entry> find(Change change, String name) {
        return EntityStore.byName(change.sql(), change.directory().tenantId(), profileKind, name)
                .flatMap(change::find);
    }

    /**
     * The profile of a name for a thing that the platform makes for an owner. The tenant's own may bring in new types. For
     * a customer it is one that the customer as a party can read, else the default: a type that is hidden and one that
     * never was end alike.
     */
    public Entry named(Change change, Entry owner, String name) {
        Optional<Entry> there = find(change, name);
        if (isTenant(owner)) {
            return there.orElseGet(() -> addByName(change, name));
        }
        AccessEngine.Subject side = new AccessEngine.Subject.Party(owner.ordinal());
        return there.filter(profile -> change.directory().access().check(side, Operation.READ, profile.ordinal()))
                .orElseGet(() -> defaultOf(change));
    }

    private static boolean isOfTenant(Scope scope) {
        return isTenant(scope.owner());
    }

    private static boolean isTenant(Entry owner) {
        return owner.ordinal() == AccessModel.TENANT;
    }

    private Entry add(Change change, String name, boolean isDefault) {
        if (name.length() > Draft.MAX_NAME) {
            throw Problem.badRequest("Field '" + thingKind.traits().subtypeField() + "' is longer than "
                    + Draft.MAX_NAME + " characters");
        }
        ObjectNode fields = Json.object();
        newBody.forEach((field, value) -> fields.set(field, value.deepCopy()));
        fields.put(FLAG, isDefault);
        Draft draft = new Draft(name, null, null, profileKind.body(fields));
        Entry profile = change.insert(profileKind, draft, change.directory().tenant(), null);
        change.audit(
                AuditAction.ADDED,
                profile,
                Json.object().set("entity", fields.deepCopy().put("name", name)));
        return profile;
    }

    // ---- the default -------------------------------------------------------------------------------------------

    /** The tenant's default profile, made if there is none. */
    public Entry defaultOf(Change change) {
        Optional<Entry> flagged = flagged(change);
        if (flagged.isPresent()) {
            return flagged.get();
        }
        Entry tenant = change.directory().tenant();
        Optional<Entry> named = change.owned(tenant, profileKind.name())
                .filter(profile -> profile.name().equals(DEFAULT_NAME))
                .findFirst();
        return named.isPresent() ? flag(change, named.get(), true) : add(change, DEFAULT_NAME, true);
    }

    private Optional<Entry> flagged(Change change) {
        return change.owned(change.directory().tenant(), profileKind.name())
                .filter(this::isDefault)
                .findFirst();
    }

    /** The tenant's default profile if there is one. The caller holds the read lock. */
    public Optional<Entry> findDefault(Directory directory) {
        return directory.ofKind(profileKind.name()).stream()
                .mapToObj(directory::entry)
                .filter(this::isDefault)
                .findFirst();
    }

    /** True for the tenant's default profile. */
    public boolean isDefault(Entry profile) {
        return profile.body().contains(STORED_FLAG)
                && BodyEdit.read(profile.body()).path(FLAG).asBoolean(false);
    }

    /** Makes a profile the default instead of the one that is it now. */
    public Entry makeDefault(Platform platform, Actor actor, UUID id) {
        Scope scope = platform.scopes().of(actor);
        return platform.gate().change(actor, actor.tenantId(), change -> {
            Entry profile = scope.require(Operation.WRITE, profileKind, id);
            if (isDefault(profile)) {
                return profile;
            }
            change.owned(change.directory().tenant(), profileKind.name())
                    .filter(this::isDefault)
                    .toList()
                    .forEach(former -> flag(change, former, false));
            return flag(change, profile, true);
        });
    }

    private Entry flag(Change change, Entry profile, boolean isDefault) {
        Entry after = BodyEdit.apply(change, profile, change.body(profile), body -> body.put(FLAG, isDefault));
        change.audit(AuditAction.UPDATED, after, Json.object().put(FLAG, isDefault));
        return after;
    }

    // ---- changes of the profiles themselves --------------------------------------------------------------------

    /** Keeps the default flag out of callers' hands. */
    public void prepare(ObjectNode document, @Nullable Entry before) {
        document.put(FLAG, before != null && isDefault(before));
    }

    /** Gives the things of a renamed profile their new type. */
    public void updated(Change change, Entry before, Entry after) {
        if (!before.name().equals(after.name())) {
            change.renameSubtype(after, thingKind.name(), after.name());
        }
    }

    /** Refuses to delete the default profile and profiles in use. */
    public void requireUnused(Change change, Entry profile) {
        if (isDefault(profile)) {
            throw Problem.badRequest("The default profile cannot be deleted; make another one the default first");
        }
        Directory directory = change.directory();
        long uses = directory.ofKind(thingKind.name()).stream()
                .filter(thing -> directory.entry(thing).profile() == profile.ordinal())
                .count();
        if (uses > 0) {
            throw Problem.badRequest("The profile is used by " + uses + " entities of type " + thingKind.name()
                    + " and cannot be deleted");
        }
    }
}
