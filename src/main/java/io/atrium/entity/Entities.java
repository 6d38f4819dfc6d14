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
import org.roaringbitmap.RoaringBitmap;

/** Reads entities of every kind, always through the caller's scope. */
public final class Entities {

    /** Characters of one answer that long bodies are put into; those after them are shown by their summaries. */
    private static final int MAX_LONG_BODIES = 4_000_000;

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
        return scope.read(() -> json(scope, scope.require(Operation.READ, kind, id), form));
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
        return scope.read(() -> {
            List<Entry> readable = ids.stream()
                    .distinct()
                    .map(id -> scope.readable(new Ref(kind.name(), id)))
                    .flatMap(Optional::stream)
                    .toList();
            return write(scope, readable, form);
        });
    }

    /** A page of the entities that a listing names and the caller may read. */
    public Reply page(Actor actor, Kind<?> kind, Listing listing, PageLink link, Form form) {
        Scope scope = scopes.of(actor);
        return page(scope, kind, listing, link, page -> write(scope, page, form));
    }

    /**
     * As the other, for features that write entities in their own form. The caller must not hold the read lock.
     *
     * @param writer runs under the read lock
     */
    public <R> R page(Scope scope, Kind<?> kind, Listing listing, PageLink link, Function<Page<Entry>, R> writer) {
        return heavyReads.run(scope.directory(), effort -> {
            RoaringBitmap found = matching(scope, kind, listing, link.textSearch(), effort);
            int[] ordinals = new EntityOrder(scope.directory(), kind, effort).page(found, link);
            return effort.locked(() -> writer.apply(page(scope, ordinals, found, link)));
        });
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

    /** Writes a page that a feature put together. The caller holds the read lock. */
    public Reply write(Scope scope, Page<Entry> page, Form form) {
        StringBuilder out = new StringBuilder(512 * page.data().size() + 128).append("{\"data\":");
        append(out, scope, page.data(), form);
        out.append(",\"totalPages\":").append(page.totalPages());
        out.append(",\"totalElements\":").append(page.totalElements());
        out.append(",\"hasNext\":").append(page.hasNext()).append('}');
        return Reply.json(out.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a list that a feature put together. The caller holds the read lock. */
    public Reply write(Scope scope, List<Entry> entries, Form form) {
        return Reply.json(array(scope, entries, form).getBytes(StandardCharsets.UTF_8));
    }

    /** The names of all subtypes that the caller's visible entities have, in alphabetical order. */
    public List<String> subtypes(Actor actor, Kind<?> kind) {
        Scope scope = scopes.of(actor);
        return heavyReads.run(scope.directory(), effort -> {
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
        StringBuilder out = new StringBuilder(512);
        boolean isShort =
                form == Form.INFO && !scope.directory().kind(entry).traits().bodyInMemory();
        String body = isShort ? entry.body() : bodies.of(entry);
        EntityJson.write(out, scope, entry, body, form == Form.INFO);
        return out.toString();
    }

    private String array(Scope scope, List<Entry> entries, Form form) {
        StringBuilder out = new StringBuilder(512 * entries.size() + 2);
        append(out, scope, entries, form);
        return out.toString();
    }

    /**
     * Lists show the summary of large bodies, and of long ones that do not fit into the answer any more: they must not read
     * megabytes for a page of names.
     */
    private void append(StringBuilder out, Scope scope, List<Entry> entries, Form form) {
        out.append('[');
        int most = out.length() + MAX_LONG_BODIES;
        for (int i = 0; i < entries.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            Entry entry = entries.get(i);
            boolean isWhole = entry.whole()
                    || out.length() < most
                            && scope.directory().kind(entry).traits().bodyInMemory();
            EntityJson.write(out, scope, entry, isWhole ? bodies.of(entry) : entry.body(), form == Form.INFO);
        }
        out.append(']');
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
            condition = and(condition, entry -> more.test(new Kind.EntityView(entry, directory)));
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
