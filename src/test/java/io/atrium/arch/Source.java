package io.atrium.arch;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * One parsed source file.
 *
 * @param path relative to the repository, for instance {@code src/main/java/io/atrium/base/Ref.java}
 */
record Source(String path, String text, CompilationUnitTree tree, SourcePositions positions) {

    private static final String TEST_ROOT = "src/test/java/";
    private static final String MAIN_ROOT = "src/main/java/";
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** Shared by all sources and without a class path: opening its archives once a source takes far longer than parsing. */
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    private static final List<String> PARSE_ONLY = List.of("-proc:none", "-classpath", "");

    /** Every source of the product and of its tests. */
    static List<Source> all() {
        List<Source> sources = new ArrayList<>();
        for (String root : List.of(MAIN_ROOT, TEST_ROOT)) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    sources.add(parse(file.toString(), Files.readString(file)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    static Source parse(String path, String text) {
        JavacTask task =
                (JavacTask) COMPILER.getTask(null, FILES, null, PARSE_ONLY, null, List.of(new Text(path, text)));
        try {
            CompilationUnitTree tree = task.parse().iterator().next();
            return new Source(path, text, tree, Trees.instance(task).getSourcePositions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isTest() {
        return path.startsWith(TEST_ROOT);
    }

    /** The package below the product's root, for instance "transport.http"; empty for the root itself. */
    String packageName() {
        String name = String.valueOf(tree.getPackageName());
        return name.equals(Scan.ROOT) ? "" : name.substring(Scan.ROOT.length() + 1);
    }

    int lines() {
        return (int) text.lines().count();
    }

    long firstLine(Tree node) {
        return lineMap().getLineNumber(positions.getStartPosition(tree, node));
    }

    long lines(Tree node) {
        return lineMap().getLineNumber(positions.getEndPosition(tree, node)) - firstLine(node) + 1;
    }

    private LineMap lineMap() {
        return tree.getLineMap();
    }

    private static final class Text extends SimpleJavaFileObject {

        private final String text;

        Text(String path, String text) {
            super(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
