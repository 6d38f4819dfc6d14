package io.atrium.access;

import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Kind;
import io.atrium.entity.Mark;
import io.atrium.entity.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.roaringbitmap.RoaringBitmap;

/** Everything a directory knows, told by ids instead of ordinals, so that two directories can be compared. */
final class DirectoryPicture {

    private final Directory directory;
    private final AccessModel model;

    private DirectoryPicture(Directory directory) {
        this.directory = directory;
        this.model = directory.model();
    }

    /** One line per fact, under a name that says what the fact is about. */
    private static Map<String, String> of(Directory directory) {
        return new DirectoryPicture(directory).picture();
    }

    /** The facts that the two do not share, each told by both. */
    static List<String> differences(Directory before, Directory after) {
        Map<String, String> one = of(before);
        Map<String, String> two = of(after);
        List<String> differences = new ArrayList<>();
        Set<String> names = new TreeSet<>(one.keySet());
        names.addAll(two.keySet());
        for (String name : names) {
            if (!Objects.equals(one.get(name), two.get(name))) {
                differences.add(name + "\n  before: " + one.get(name) + "\n  after:  " + two.get(name));
            }
        }
        return differences;
    }

    private Map<String, String> picture() {
        Map<String, String> picture = new TreeMap<>();
        picture.put("size", Integer.toString(directory.size()));
        for (Kind<?> kind : directory.kinds().all()) {
            directory.ofKind(kind.name()).forEach((int ordinal) -> add(picture, directory.entry(ordinal)));
        }
        for (Grant grant : model.grants()) {
            picture.put(
                    "grant " + grant.id(),
                    name(grant.subject()) + " " + name(grant.role()) + " " + name(grant.target()) + " " + grant.from()
                            + " " + grant.until() + " " + publisher(grant.publisher()));
        }
        attachments(picture);
        return picture;
    }

    private void add(Map<String, String> picture, Entry entry) {
        int ordinal = entry.ordinal();
        String id = directory.ref(entry).toString();
        picture.put(
                id + " header",
                String.join(
                        "|",
                        name(entry.owner()),
                        name(model.ownerOf(ordinal)),
                        entry.name(),
                        String.valueOf(entry.subtype()),
                        String.valueOf(entry.label()),
                        name(entry.profile()),
                        Long.toString(entry.version()),
                        String.valueOf(entry.body())));
        List<String> groups = new ArrayList<>();
        for (int group : model.groupsOf(ordinal)) {
            groups.add(name(group));
        }
        picture.put(id + " groups", groups.stream().sorted().toList().toString());
        AccessModel.Group group = model.group(ordinal);
        if (group != null) {
            picture.put(
                    id + " group",
                    group.memberType() + " " + name(group.owner()) + " " + group.computed() + " "
                            + names(group.members()));
        }
        picture.put(id + " role", String.valueOf(model.role(ordinal)));
        picture.put(id + " users", names(model.usersOf(ordinal)));
        picture.put(id + " from", relations(directory.relations().from(ordinal)));
        picture.put(id + " to", relations(directory.relations().to(ordinal)));
        for (Mark mark : Mark.values()) {
            picture.put(id + " " + mark, Boolean.toString(directory.marks().has(mark, ordinal)));
        }
        for (KeyScope scope : KeyScope.values()) {
            picture.put(id + " " + scope, directory.latest().all(scope, ordinal).toString());
        }
    }

    /** Who speaks for whom, beyond what the names of devices give. */
    private void attachments(Map<String, String> picture) {
        List<Entry> devices =
                directory.ofKind("DEVICE").stream().mapToObj(directory::entry).toList();
        for (Entry gateway : devices) {
            for (Entry device : devices) {
                if (directory.attachments().holds(directory, gateway, device)) {
                    picture.put("attached " + gateway.id() + " " + device.id(), "yes");
                }
            }
        }
    }

    private String publisher(int ordinal) {
        boolean isUser = ordinal > 0 && model.ownerOf(ordinal) != Grant.NONE;
        return isUser ? name(ordinal) : Integer.toString(Math.min(ordinal, 0) == ordinal ? ordinal : Grant.GONE);
    }

    private String relations(List<Relation> relations) {
        return relations.stream()
                .map(relation -> name(relation.from()) + " " + relation.type() + " " + relation.group() + " "
                        + name(relation.to()) + " " + relation.additionalInfo() + " " + relation.version() + " "
                        + side(relation))
                .sorted()
                .toList()
                .toString();
    }

    /** A customer that is gone is nobody. */
    private String side(Relation relation) {
        boolean there = relation.side() != Grant.NONE && directory.entryIfThere(relation.side()) != null;
        return there ? name(relation.side()) : "nobody";
    }

    private String names(RoaringBitmap ordinals) {
        return ordinals.stream().mapToObj(this::name).sorted().toList().toString();
    }

    private String name(int ordinal) {
        return ordinal == Grant.NONE ? "-" : directory.entry(ordinal).id().toString();
    }
}
