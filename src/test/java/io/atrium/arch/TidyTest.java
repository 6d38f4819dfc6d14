package io.atrium.arch;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.arch.TidyRule.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the form of the sources. Each rule is shown a bad example first, so that none can pass by seeing nothing. */
final class TidyTest {

    /** One file that may break one rule. The list shrinks: an entry that is no longer needed fails. */
    private record Exempt(String path, TidyRule rule, String reason) {}

    private static final List<Exempt> EXEMPT = List.of(
            new Exempt(
                    "app/App.java", TidyRule.BROAD_CATCH, "one part that does not close must not keep the others open"),
            new Exempt("http/ApiServer.java", TidyRule.BROAD_CATCH, "the edge: every fault becomes an answer"),
            new Exempt(
                    "telemetry/store/Committer.java",
                    TidyRule.BROAD_CATCH,
                    "a thread's edge: writers wait for an answer"),
            new Exempt(
                    "telemetry/store/NativeRows.java",
                    TidyRule.BROAD_CATCH,
                    "the edge to native code: a handle's call declares every fault"));

    private static final int SOURCES_AT_LEAST = 500;

    @Test
    void everySourceKeepsTheRules() {
        List<Source> sources = Source.all();
        assertThat(sources).hasSizeGreaterThanOrEqualTo(SOURCES_AT_LEAST);
        List<Finding> findings = new ArrayList<>(packagesWithoutInfo(sources));
        sources.forEach(source -> findings.addAll(Tidy.check(source)));

        assertThat(unexcused(findings, EXEMPT)).isEmpty();
        assertThat(stale(findings, EXEMPT)).isEmpty();
    }

    @Test
    void measuresFilesMethodsAndConstructors() {
        assertThat(broken("class A {" + "\n".repeat(400) + "}")).containsExactly(TidyRule.FILE_LENGTH);
        assertThat(broken("class A {" + "\n".repeat(399) + "}")).isEmpty();
        assertThat(broken("class A { void a() {" + "\n".repeat(60) + "} }")).containsExactly(TidyRule.METHOD_LENGTH);
        assertThat(broken("class A { void a() {" + "\n".repeat(59) + "} }")).isEmpty();
        assertThat(brokenTest("class A { void a() {" + "\n".repeat(79) + "} }")).isEmpty();
        String eight = "(int a, int b, int c, int d, int e, int f, int g, int h)";
        assertThat(broken("class A { A" + eight + " {} }")).containsExactly(TidyRule.CONSTRUCTOR_PARAMETERS);
        assertThat(broken("record A" + eight + " { A" + eight + " {} }")).isEmpty();
        assertThat(broken("class A { void a" + eight + " {} }")).isEmpty();
    }

    @Test
    void catchesTheSystemClock() {
        assertBroken("long a = System.currentTimeMillis();", TidyRule.SYSTEM_CLOCK);
        assertBroken("Object a = java.time.Instant.now();", TidyRule.SYSTEM_CLOCK);
        assertBroken("java.util.function.Supplier<Object> a = LocalDate::now;", TidyRule.SYSTEM_CLOCK);
        assertThat(broken("import static java.time.Instant.now; class A {}")).containsExactly(TidyRule.SYSTEM_CLOCK);
        assertThat(broken("class A { Object a = clock.instant(); long b = System.nanoTime(); }"))
                .isEmpty();
        assertThat(broken("base", "class A { long a = System.currentTimeMillis(); }"))
                .isEmpty();
    }

    @Test
    void catchesUnseededRandom() {
        assertBroken("Object a = new Random();", TidyRule.SYSTEM_RANDOM);
        assertBroken("Object a = new java.util.Random();", TidyRule.SYSTEM_RANDOM);
        assertBroken("Object a = UUID.randomUUID();", TidyRule.SYSTEM_RANDOM);
        assertBroken("Object a = ThreadLocalRandom.current();", TidyRule.SYSTEM_RANDOM);
        assertThat(broken("class A { Object a = new Random(42); }")).isEmpty();
    }

    @Test
    void catchesPrintingSleepingAndBroadCatches() {
        assertBroken("void a() { System.out.println(1); }", TidyRule.CONSOLE);
        assertBroken("Object a = System.err;", TidyRule.CONSOLE);
        assertThat(broken("bench", "class A { Object a = System.out; }")).isEmpty();
        assertThat(brokenTest("class A { void a() { Thread.sleep(1); } }")).containsExactly(TidyRule.SLEEPING_TEST);
        assertThat(brokenTest("class A { void a() { TimeUnit.SECONDS.sleep(1); } }"))
                .containsExactly(TidyRule.SLEEPING_TEST);
        assertBroken("void a() { try { b(); } catch (Exception e) {} }", TidyRule.BROAD_CATCH);
        assertBroken("void a() { try { b(); } catch (final Throwable e) {} }", TidyRule.BROAD_CATCH);
        assertThat(broken("class A { void a() { try { b(); } catch (IOException | Problem e) {} } }"))
                .isEmpty();
    }

    @Test
    void catchesVagueNames() {
        for (String name :
                List.of("JsonUtil", "Utils", "PageHelper", "AlarmManager", "StoreImpl", "BaseApi", "AbstractX")) {
            assertThat(broken("class " + name + " {}")).as(name).containsExactly(TidyRule.TYPE_NAME);
        }
        assertThat(broken("interface A { record UserManager() {} }")).containsExactly(TidyRule.TYPE_NAME);
        assertThat(broken("class Baseline { class Implement {} }")).isEmpty();
    }

    @Test
    void catchesUnfinishedSkippedAndInjectedCode() {
        assertThat(broken("// TO" + "DO later\nclass A {}")).containsExactly(TidyRule.UNFINISHED);
        assertThat(broken("/** FIX" + "ME */ class A {}")).containsExactly(TidyRule.UNFINISHED);
        assertThat(brokenTest("@Disabled class A {}")).containsExactly(TidyRule.DISABLED_TEST);
        assertThat(brokenTest("class A { @org.junit.jupiter.api.condition.DisabledOnOs void a() {} }"))
                .containsExactly(TidyRule.DISABLED_TEST);
        assertBroken("@Inject String a;", TidyRule.FIELD_INJECTION);
        assertThat(broken("class A { @Inject A(String a) {} }")).isEmpty();
        assertThat(broken("import java.util.*; class A {}")).containsExactly(TidyRule.STAR_IMPORT);
        assertThat(brokenTest("import org.mockito.Mockito; class A {}")).containsExactly(TidyRule.MOCKING_LIBRARY);
    }

    @Test
    void catchesAPackageWithoutItsInfo() {
        Source type = Source.parse("src/main/java/io/atrium/x/A.java", "package io.atrium.x; class A {}");
        Source bare = info("@NullMarked package io.atrium.x;");
        Source unmarked = info("/** Words. */ package io.atrium.x;");
        Source full = info("/** Words. */ @NullMarked package io.atrium.x;");
        assertThat(packagesWithoutInfo(List.of(type))).hasSize(1);
        assertThat(packagesWithoutInfo(List.of(type, bare))).hasSize(1);
        assertThat(packagesWithoutInfo(List.of(type, unmarked))).hasSize(1);
        assertThat(packagesWithoutInfo(List.of(type, full))).isEmpty();
    }

    @Test
    void catchesAStaleExemption() {
        Finding finding = new Finding("A.java", TidyRule.CONSOLE, "line 1");
        Exempt used = new Exempt("A.java", TidyRule.CONSOLE, "prints");
        Exempt unused = new Exempt("A.java", TidyRule.BROAD_CATCH, "an edge");
        assertThat(unexcused(List.of(finding), List.of(used))).isEmpty();
        assertThat(unexcused(List.of(finding), List.of(unused))).containsExactly(finding);
        assertThat(stale(List.of(finding), List.of(used, unused))).containsExactly(unused);
    }

    private static List<Finding> unexcused(List<Finding> findings, List<Exempt> exempt) {
        return findings.stream()
                .filter(finding -> exempt.stream().noneMatch(entry -> covers(entry, finding)))
                .toList();
    }

    private static List<Exempt> stale(List<Finding> findings, List<Exempt> exempt) {
        return exempt.stream()
                .filter(entry -> findings.stream().noneMatch(finding -> covers(entry, finding)))
                .toList();
    }

    private static boolean covers(Exempt entry, Finding finding) {
        return finding.path().endsWith(entry.path()) && finding.rule() == entry.rule();
    }

    /** Packages of which neither main nor test sources hold a described and null-marked package-info. */
    private static List<Finding> packagesWithoutInfo(List<Source> sources) {
        Map<String, String> folders = new TreeMap<>();
        Set<String> described = new TreeSet<>();
        for (Source source : sources) {
            folders.putIfAbsent(source.packageName(), source.path());
            if (source.path().endsWith("/package-info.java")
                    && source.text().contains("/**")
                    && source.text().contains("@NullMarked")) {
                described.add(source.packageName());
            }
        }
        folders.keySet().removeAll(described);
        return folders.entrySet().stream()
                .map(entry -> new Finding(
                        entry.getValue(), TidyRule.PACKAGE_INFO, "no described @NullMarked package " + entry.getKey()))
                .toList();
    }

    private static Source info(String text) {
        return Source.parse("src/main/java/io/atrium/x/package-info.java", text);
    }

    private static void assertBroken(String member, TidyRule rule) {
        assertThat(broken("class A { " + member + " }")).as(member).containsExactly(rule);
    }

    private static List<TidyRule> broken(String text) {
        return broken("x", text);
    }

    private static List<TidyRule> broken(String packageName, String text) {
        return rules(
                "src/main/java/io/atrium/" + packageName + "/A.java", "package io.atrium." + packageName + ";" + text);
    }

    private static List<TidyRule> brokenTest(String text) {
        return rules("src/test/java/io/atrium/x/ATest.java", "package io.atrium.x;" + text);
    }

    private static List<TidyRule> rules(String path, String text) {
        return Tidy.check(Source.parse(path, text)).stream().map(Finding::rule).toList();
    }
}
