package io.atrium.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The product's compiled classes (not the tests) and what each of them uses, read once for all guards. */
final class Scan {

    static final String ROOT = "io.atrium";

    private static final Scan MAIN = new Scan();

    private final List<JavaClass> classes;

    private Scan() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT).stream()
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .toList();
    }

    static Scan main() {
        return MAIN;
    }

    List<JavaClass> classes() {
        return classes;
    }

    /** Each existing package with the other packages of the product that it uses. */
    Map<String, Set<String>> packageUses() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : classes) {
            String from = shortName(type.getPackageName());
            Set<String> targets = uses.computeIfAbsent(from, name -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(use -> use.getTargetClass().getBaseComponentType().getPackageName())
                    .filter(Scan::isOurs)
                    .map(Scan::shortName)
                    .filter(target -> !target.equals(from))
                    .forEach(targets::add);
        }
        return uses;
    }

    /** Every use of a class by a class of the product. */
    List<Fence.Use> uses() {
        List<Fence.Use> uses = new ArrayList<>();
        for (JavaClass type : classes) {
            type.getDirectDependenciesFromSelf()
                    .forEach(dependency -> uses.add(new Fence.Use(
                            shortName(type.getPackageName()),
                            outermost(type),
                            dependency.getTargetClass().getBaseComponentType().getName())));
        }
        return uses;
    }

    private static String outermost(JavaClass type) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static boolean isOurs(String packageName) {
        return packageName.equals(ROOT) || packageName.startsWith(ROOT + ".");
    }

    /** The package below the product's root; empty for the root itself. */
    private static String shortName(String packageName) {
        return packageName.equals(ROOT) ? "" : packageName.substring(ROOT.length() + 1);
    }
}
