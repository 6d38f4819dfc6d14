package io.atrium.arch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Keeps a library inside the packages that own it.
 *
 * @param libraries package prefixes of the library
 * @param packages where it may be used, sub-packages not included
 * @param classNames single classes elsewhere that may use it, by simple name of the outermost class
 */
record Fence(List<String> libraries, Set<String> packages, Predicate<String> classNames) {

    /** One class of ours using another class; the package is written without the product's root. */
    record Use(String fromPackage, String fromClass, String target) {}

    List<String> faults(Collection<Use> uses) {
        List<String> faults = new ArrayList<>();
        for (Use use : uses) {
            if (isFenced(use.target()) && !packages.contains(use.fromPackage()) && !classNames.test(use.fromClass())) {
                faults.add(use.fromPackage() + "." + use.fromClass() + " uses " + use.target());
            }
        }
        return faults.stream().distinct().sorted().toList();
    }

    private boolean isFenced(String target) {
        return libraries.stream().anyMatch(library -> target.startsWith(library + "."));
    }
}
