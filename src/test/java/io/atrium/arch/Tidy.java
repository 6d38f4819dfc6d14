package io.atrium.arch;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import io.atrium.arch.TidyRule.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one source and reports every place that breaks a rule. */
final class Tidy extends TreeScanner<@Nullable Void, @Nullable Void> {

    static final int FILE_LINES = 400;
    static final int METHOD_LINES = 60;
    static final int TEST_METHOD_LINES = 80;
    static final int PARAMETERS = 7;

    private static final Set<String> CLOCKS = Set.of(
            "System.currentTimeMillis",
            "Instant.now",
            "LocalDate.now",
            "LocalTime.now",
            "LocalDateTime.now",
            "OffsetDateTime.now",
            "OffsetTime.now",
            "ZonedDateTime.now",
            "Year.now",
            "YearMonth.now",
            "MonthDay.now",
            "Clock.systemUTC",
            "Clock.systemDefaultZone",
            "Clock.system");
    private static final Set<String> RANDOMS =
            Set.of("UUID.randomUUID", "Math.random", "ThreadLocalRandom.current", "RandomGenerator.getDefault");
    private static final Set<String> CONSOLES = Set.of("System.out", "System.err");
    private static final Set<String> INJECTIONS = Set.of("Inject", "Autowired", "Resource", "ConfigProperty");
    private static final List<String> MOCKS =
            List.of("org.mockito.", "org.easymock.", "org.powermock.", "org.jmock.", "mockit.", "io.mockk.");
    private static final Pattern BAD_NAME =
            Pattern.compile("(Base|Abstract)[A-Z]\\w*|\\w*(Util|Utils|Helper|Helpers|Manager|Impl)");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");

    private final Source source;
    private final List<Finding> findings = new ArrayList<>();
    private boolean insideRecord;

    private Tidy(Source source) {
        this.source = source;
    }

    static List<Finding> check(Source source) {
        Tidy tidy = new Tidy(source);
        tidy.checkText();
        tidy.scan(source.tree(), null);
        return tidy.findings;
    }

    private void checkText() {
        if (source.lines() > FILE_LINES) {
            report(TidyRule.FILE_LENGTH, source.lines() + " lines, at most " + FILE_LINES);
        }
        UNFINISHED.matcher(source.text()).results().forEach(match -> report(TidyRule.UNFINISHED, match.group()));
    }

    @Override
    public @Nullable Void visitImport(ImportTree node, @Nullable Void unused) {
        String name = node.getQualifiedIdentifier().toString();
        if (name.endsWith(".*")) {
            report(TidyRule.STAR_IMPORT, at(node) + name);
        }
        if (MOCKS.stream().anyMatch(name::startsWith)) {
            report(TidyRule.MOCKING_LIBRARY, at(node) + name);
        }
        if (node.isStatic()) {
            checkName(node, name);
        }
        return null;
    }

    @Override
    public @Nullable Void visitClass(ClassTree node, @Nullable Void unused) {
        String name = node.getSimpleName().toString();
        if (BAD_NAME.matcher(name).matches()) {
            report(TidyRule.TYPE_NAME, at(node) + name);
        }
        for (Tree member : node.getMembers()) {
            if (member instanceof VariableTree field) {
                checkInjection(field);
            }
        }
        boolean outer = insideRecord;
        insideRecord = node.getKind() == Tree.Kind.RECORD;
        super.visitClass(node, null);
        insideRecord = outer;
        return null;
    }

    private void checkInjection(VariableTree field) {
        for (AnnotationTree annotation : field.getModifiers().getAnnotations()) {
            if (INJECTIONS.contains(lastName(annotation.getAnnotationType()))) {
                report(TidyRule.FIELD_INJECTION, at(field) + field.getName());
            }
        }
    }

    @Override
    public @Nullable Void visitMethod(MethodTree node, @Nullable Void unused) {
        int limit = source.isTest() ? TEST_METHOD_LINES : METHOD_LINES;
        if (source.lines(node) > limit) {
            report(
                    TidyRule.METHOD_LENGTH,
                    at(node) + node.getName() + " has " + source.lines(node) + " lines, at most " + limit);
        }
        boolean constructor = node.getReturnType() == null && !insideRecord;
        if (constructor && node.getParameters().size() > PARAMETERS) {
            report(
                    TidyRule.CONSTRUCTOR_PARAMETERS,
                    at(node) + node.getParameters().size() + " parameters, at most " + PARAMETERS);
        }
        return super.visitMethod(node, null);
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree node, @Nullable Void unused) {
        checkName(node, node.toString());
        return super.visitMemberSelect(node, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree node, @Nullable Void unused) {
        checkName(node, node.getQualifierExpression() + "." + node.getName());
        return super.visitMemberReference(node, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree node, @Nullable Void unused) {
        String type = lastName(node.getIdentifier());
        boolean seeded = !node.getArguments().isEmpty();
        if (!source.packageName().equals("base")
                && !seeded
                && (type.equals("Random") || type.equals("SplittableRandom"))) {
            report(TidyRule.SYSTEM_RANDOM, at(node) + "new " + type + "()");
        }
        return super.visitNewClass(node, null);
    }

    @Override
    public @Nullable Void visitCatch(CatchTree node, @Nullable Void unused) {
        Tree type = node.getParameter().getType();
        List<? extends Tree> types = type instanceof UnionTypeTree union ? union.getTypeAlternatives() : List.of(type);
        for (Tree caught : types) {
            String name = lastName(caught);
            if (name.equals("Exception") || name.equals("Throwable")) {
                report(TidyRule.BROAD_CATCH, at(node) + "catch (" + name);
            }
        }
        return super.visitCatch(node, null);
    }

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree node, @Nullable Void unused) {
        String name = lastName(node.getAnnotationType());
        if (name.startsWith("Disabled") || name.equals("Ignore")) {
            report(TidyRule.DISABLED_TEST, at(node) + "@" + name);
        }
        return super.visitAnnotation(node, null);
    }

    /** Reports a banned member, however its class is written: imported, qualified or by a static import. */
    private void checkName(Tree node, String name) {
        String member = lastTwo(name);
        boolean inBase = source.packageName().equals("base");
        if (CLOCKS.contains(member) && !inBase) {
            report(TidyRule.SYSTEM_CLOCK, at(node) + member);
        }
        if (RANDOMS.contains(member) && !inBase) {
            report(TidyRule.SYSTEM_RANDOM, at(node) + member);
        }
        if (CONSOLES.contains(member) && !mayPrint()) {
            report(TidyRule.CONSOLE, at(node) + member);
        }
        boolean sleeps = member.equals("Thread.sleep") || name.matches("(.*\\.)?TimeUnit\\.[A-Z]+\\.sleep");
        if (sleeps && source.isTest()) {
            report(TidyRule.SLEEPING_TEST, at(node) + member);
        }
    }

    /** Only the application's console and the benchmarks' tables are meant for a terminal. */
    private boolean mayPrint() {
        return source.packageName().equals("bench") || source.path().endsWith("io/atrium/app/Console.java");
    }

    private void report(TidyRule rule, String text) {
        findings.add(new Finding(source.path(), rule, text));
    }

    private String at(Tree node) {
        return "line " + source.firstLine(node) + ": ";
    }

    private static String lastName(Tree type) {
        if (type instanceof IdentifierTree name) {
            return name.getName().toString();
        }
        return type instanceof MemberSelectTree select ? select.getIdentifier().toString() : type.toString();
    }

    private static String lastTwo(String name) {
        int last = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', last - 1) + 1);
    }
}
