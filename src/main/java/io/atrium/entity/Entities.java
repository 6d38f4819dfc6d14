package io.atrium.entity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Page;
import io.atrium.base.PageLink;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.Substring;
import io.atrium.db.Database;
import io.atrium.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Reads entities of every kind, always through the caller's scope. */
public final class Entities {

    private final Scopes scopes;
    private final Bodies bodies;
    private final Database database;
    private final HeavyReads heavyReads;

    public Entities(Scopes scopes, Bodies bodies, Database database, HeavyReads heavyReads) {
        this.scopes = scopes;
        this.bodies = bodies;
        this.database = database;
        this.heavyReads = heavyReads;
    }

    /** Which form of an entity to show. */
    public enum Form {
        PLAIN,
        /** With the owner's name, the groups and what the kind adds. */
        INFO
    }

    public Scopes scopes() {
        return scopes;
    }

    HeavyReads heavyReads() {
        return heavyReads;
    }

    /** One entity that the caller may read. */
    public Reply get(Actor actor, Kind<?> kind, UUID id, Form form) {
        Scope scope = scopes.of(actor);
        Entry found = scope.read(() -> scope.require(Operation.READ, kind, id));
        // A long body comes from the database, for which no change should wait.
        String body = isShort(scope, found, form) ? found.body() : bodies.of(found);
        return scope.read(() -> {
            Entry now = scope.require(Operation.READ, kind, id);
            boolean fits = now.version() == found.version();
            return Reply.json(
                    text(scope, now, form, fits ? body : bodies.of(now)).getBytes(StandardCharsets.UTF_8));
        });
    }

    /** One entity of the caller's tenant by its unique name. */
    public Reply byName(Actor actor, Kind<?> kind, String name, Form form) {
        UUID id = findByName(actor.tenantId(), kind, name).orElseThrow(Problem::notFound);
        return get(actor, kind, id, form);
    }

    public Optional<UUID> findByName(UUID tenant, Kind<?> kind, String name) {
        return database.read(sql -> EntityStore.byName(sql, tenant, kind, name));
    }

    /** Those of the given ids that the caller may read, in the given order. */
    public Reply list(Actor actor, Kind<?> kind, List<UUID> ids, Form form) {
        Scope scope = scopes.of(actor);
        return heavyReads.run(scope, effort -> {
            List<Entry> readable = effort.locked(() -> ids.stream()
                    .distinct()
                    .map(id -> scope.readable(new Ref(kind.name(), id)))
                    .flatMap(Optional::stream)
                    .toList());
            return write(effort, scope, readable, form);
        });
    }

    /** A page of the entities that a listing names and the caller may read. */
    public Reply page(Actor actor, Kind<?> kind, Listing listing, PageLink link, Form form) {
        Scope scope = scopes.of(actor);
        return heavyReads.run(scope, effort -> write(effort, scope, page(scope, kind, listing, link, effort), form));
    }

    /** A page in the feature's own form: what a row is, or null for an entity that is not shown after all. */
    public Reply page(
            Scope scope, Kind<?> kind, Listing listing, PageLink link, Function<Entry, @Nullable Object> row) {
        return heavyReads.run(scope, effort -> {
            Page<Entry> page = page(scope, kind, listing, link, effort);
            return Rows.page(effort, page, Rows.json(entry -> {
                Entry now = scope.directory().entryIfThere(entry.ordinal());
                return now == null || !scope.may(Operation.READ, now) ? null : row.apply(now);
            }));
        });
    }

    /** References to the entities that a listing names and the caller may read, in order. */
    public List<Ref> refs(Scope scope, Kind<?> kind, Listing listing, PageLink link) {
        return heavyReads.run(scope, effort -> {
            Page<Entry> page = page(scope, kind, listing, link, effort);
            return effort.locked(() -> page.map(scope.directory()::ref).data());
        });
    }

    private static Page<Entry> page(Scope scope, Kind<?> kind, Listing listing, PageLink link, Effort effort) {
        RoaringBitmap found = matching(scope, kind, listing, link.textSearch(), effort);
        int[] ordinals = new EntityOrder(scope.directory(), kind, effort).page(found, link);
        return effort.locked(() -> page(scope, ordinals, found, link));
    }

    /** What changed since it was found is left out of the page. */
    private static Page<Entry> page(Scope scope, int[] ordinals, RoaringBitmap found, PageLink link) {
        List<Entry> page = new ArrayList<>(ordinals.length);
        for (int ordinal : ordinals) {
            Entry entry = scope.directory().entryIfThere(ordinal);
            if (entry != null && scope.may(Operation.READ, entry)) {
                page.add(entry);
            }
        }
        return Page.of(page, link, found.getLongCardinality());
    }

    /** Writes a page that a feature put together. The caller does not hold the read lock. */
    public Reply write(Effort effort, Scope scope, Page<Entry> page, Form form) {
        return Rows.page(effort, page, new EntityRows(scope, bodies, form));
    }

    /** Writes a list that a feature put together. The caller does not hold the read lock. */
    public Reply write(Effort effort, Scope scope, List<Entry> entries, Form form) {
        return Rows.list(effort, entries, new EntityRows(scope, bodies, form));
    }

    /** A list of whole entities, as each is answered by itself, also if they are large. */
    public Reply whole(Scope scope, List<Ref> refs) {
        return heavyReads.run(scope, effort -> Rows.list(effort, refs, new WholeRows(scope)));
    }

    private final class WholeRows implements Rows.Row<Ref> {
        private final Scope scope;

        WholeRows(Scope scope) {
            this.scope = scope;
        }

        @Override
        public boolean isSlow(Ref ref) {
            return true;
        }

        @Override
        public @Nullable String fetch(Ref ref) {
            return scope.read(() -> scope.readable(ref)).map(bodies::of).orElse(null);
        }

        @Override
        public boolean write(Ref ref, @Nullable String fetched, StringBuilder out) {
            Entry now = scope.readable(ref).orElse(null);
            if (now == null || fetched == null) {
                return false;
            }
            EntityJson.write(out, scope, now, fetched, false);
            return true;
        }
    }

    /** The names of all subtypes that the caller's visible entities have, in alphabetical order. */
    public List<String> subtypes(Actor actor, Kind<?> kind) {
        Scope scope = scopes.of(actor);
        return heavyReads.run(scope, effort -> {
            RoaringBitmap visible =
                    effort.locked(() -> scope.visible(Operation.READ, kind).clone());
            Set<String> names = new TreeSet<>();
            effort.eachLocked(visible, entry -> {
                String subtype = entry.subtype();
                if (subtype != null && !subtype.isEmpty()) {
                    names.add(subtype);
                }
            });
            return List.copyOf(names);
        });
    }

    /** The whole document of an entity, as callers see it. The caller holds the read lock. */
    public ObjectNode document(Scope scope, Entry entry, Form form) {
        return Json.read(text(scope, entry, form), ObjectNode.class);
    }

    public <T extends Record> T record(Scope scope, Kind<T> kind, Entry entry) {
        return Json.read(text(scope, entry, Form.PLAIN), kind.type());
    }

    public Reply json(Scope scope, Entry entry, Form form) {
        return Reply.json(text(scope, entry, form).getBytes(StandardCharsets.UTF_8));
    }

    private String text(Scope scope, Entry entry, Form form) {
        return text(scope, entry, form, isShort(scope, entry, form) ? entry.body() : bodies.of(entry));
    }

    private static String text(Scope scope, Entry entry, Form form, String body) {
        StringBuilder out = new StringBuilder(512);
        EntityJson.write(out, scope, entry, body, form == Form.INFO);
        return out.toString();
    }

    /** The info form of kinds with large bodies shows their summary. */
    private static boolean isShort(Scope scope, Entry entry, Form form) {
        return form == Form.INFO && !scope.directory().kind(entry).traits().bodyInMemory();
    }

    // ---- which entities ----------------------------------------------------------------------------------------

    private static RoaringBitmap matching(
            Scope scope, Kind<?> kind, Listing listing, String textSearch, Effort effort) {
        Predicate<Entry> condition = condition(scope, listing, textSearch);
        RoaringBitmap source =
                effort.locked(() -> source(scope, kind, listing.source()).clone());
        if (condition == ANY) {
            return source;
        }
        RoaringBitmap found = new RoaringBitmap();
        effort.eachLocked(source, entry -> {
            if (condition.test(entry)) {
                found.add(entry.ordinal());
            }
        });
        return found;
    }

    private static final Predicate<Entry> ANY = entry -> true;

    private static RoaringBitmap source(Scope scope, Kind<?> kind, Listing.Source source) {
        Directory directory = scope.directory();
        RoaringBitmap visible = scope.visible(Operation.READ, kind);
        int type = directory.kinds().number(kind);
        return switch (source) {
            case Listing.Source.Readable() -> visible;
            case Listing.Source.Shared() -> {
                RoaringBitmap shared = RoaringBitmap.andNot(visible, held(directory, scope.owner(), type, true));
                // The own customer belongs to another owner, and nobody shared it.
                shared.remove(scope.owner().ordinal());
                yield shared;
            }
            case Listing.Source.Own(var nested) ->
                RoaringBitmap.and(visible, held(directory, scope.owner(), type, nested));
            case Listing.Source.OfCustomer(var id, var nested) -> {
                Entry customer = scope.require(Operation.READ, new Ref("CUSTOMER", id));
                yield RoaringBitmap.and(visible, held(directory, customer, type, nested));
            }
            case Listing.Source.OfGroup(var id) -> {
                Entry group = scope.require(Operation.READ, new Ref("ENTITY_GROUP", id));
                if (!directory.memberKind(group).equals(kind.name())) {
                    throw Problem.badRequest("The group holds no entities of type " + kind.name());
                }
                var facts = directory.model().group(group.ordinal());
                yield facts == null ? new RoaringBitmap() : RoaringBitmap.and(visible, facts.members());
            }
        };
    }

    private static RoaringBitmap held(Directory directory, Entry owner, int type, boolean nested) {
        if (!nested) {
            return directory.model().ownedBy(owner.ordinal(), type);
        }
        if (owner.ordinal() == directory.tenant().ordinal()) {
            return directory.model().ofType(type);
        }
        List<RoaringBitmap> parts = new ArrayList<>();
        directory
                .model()
                .subtree(owner.ordinal())
                .forEach((int o) -> parts.add(directory.model().ownedBy(o, type)));
        return RoaringBitmap.or(parts.iterator());
    }

    private static Predicate<Entry> condition(Scope scope, Listing listing, String textSearch) {
        Directory directory = scope.directory();
        Predicate<Entry> condition = ANY;
        String subtype = listing.subtype();
        if (subtype != null && !subtype.isEmpty()) {
            condition = entry -> subtype.equals(entry.subtype());
        }
        UUID profile = listing.profile();
        if (profile != null) {
            int wanted =
                    scope.read(() -> directory.find(profile).map(Entry::ordinal).orElse(Integer.MIN_VALUE));
            condition = and(condition, entry -> entry.profile() == wanted);
        }
        if (!textSearch.isEmpty()) {
            Substring part = Substring.ignoringCase(textSearch);
            condition = and(condition, entry -> part.isIn(entry.name()) || isLabelled(entry, part));
        }
        if (listing.more().isPresent()) {
            var more = listing.more().get();
            condition = and(condition, entry -> more.test(new Kind.EntityView(entry, scope)));
        }
        return condition;
    }

    private static boolean isLabelled(Entry entry, Substring part) {
        String label = entry.label();
        return label != null && part.isIn(label);
    }

    private static Predicate<Entry> and(Predicate<Entry> one, Predicate<Entry> two) {
        return one == ANY ? two : one.and(two);
    }
}
