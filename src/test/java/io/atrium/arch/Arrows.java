package io.atrium.arch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A table of packages and what each of them may use, checked against the uses that were really seen. */
final class Arrows {

    /** Packages that are allowed together, under one name; a single package is a tier of its own. */
    record Tier(String name, Set<String> members) {

        static Tier of(String name, String... members) {
            return new Tier(name, new LinkedHashSet<>(Arrays.asList(members)));
        }

        static Tier only(String member) {
            return of(member, member);
        }

        Tier and(Tier other) {
            Set<String> all = new LinkedHashSet<>(members);
            all.addAll(other.members);
            return new Tier(name + " and " + other.name, all);
        }
    }

    private final Map<String, List<Tier>> table = new LinkedHashMap<>();
    private final Set<String> free = new HashSet<>();

    /** Adds a package and everything that it may use; both are written without the product's root. */
    Arrows allow(String from, Tier... targets) {
        if (table.put(from, List.of(targets)) != null) {
            throw new IllegalArgumentException(from + " has two rows");
        }
        return this;
    }

    /**
     * Adds a package that may use anything of a tier and need not use any of it: for code that plays a user of the whole
     * product, where no single arrow is a decision.
     */
    Arrows mayUse(String from, Tier tier) {
        free.add(from);
        return allow(from, tier);
    }

    Set<String> packages() {
        return table.keySet();
    }

    /**
     * What is wrong between the table and the tree.
     *
     * @param uses each existing package with the other packages that it uses
     */
    List<String> faults(Map<String, Set<String>> uses) {
        List<String> faults = new ArrayList<>();
        uses.forEach((from, targets) -> {
            List<Tier> allowed = table.get(from);
            if (allowed == null) {
                faults.add("package " + from + " is not in the table");
                return;
            }
            for (String target : new TreeSet<>(targets)) {
                if (allowed.stream().noneMatch(tier -> tier.members().contains(target))) {
                    faults.add("unlisted arrow " + from + " -> " + target);
                }
            }
            allowed.stream()
                    .filter(tier -> !free.contains(from) && isStale(tier, targets, uses.keySet()))
                    .forEach(tier -> faults.add("listed but unused arrow " + from + " -> " + tier.name()));
        });
        faults.addAll(cycles(uses));
        return faults;
    }

    /** True if the tier's packages exist, at least one of them, and none of those is used. */
    private static boolean isStale(Tier tier, Set<String> targets, Set<String> existing) {
        return tier.members().stream().anyMatch(existing::contains)
                && tier.members().stream().noneMatch(targets::contains);
    }

    /** Every package that can reach itself. */
    private static Collection<String> cycles(Map<String, Set<String>> uses) {
        Set<String> found = new TreeSet<>();
        for (String start : new TreeMap<>(uses).keySet()) {
            Set<String> reached = new LinkedHashSet<>();
            reach(start, uses, reached);
            if (reached.contains(start)) {
                found.add("cycle through " + start);
            }
        }
        return found;
    }

    private static void reach(String from, Map<String, Set<String>> uses, Set<String> reached) {
        for (String next : uses.getOrDefault(from, Set.of())) {
            if (reached.add(next)) {
                reach(next, uses, reached);
            }
        }
    }
}
