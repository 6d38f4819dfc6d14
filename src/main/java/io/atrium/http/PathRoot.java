package io.atrium.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * What an address begins with, however it is spelled: with capitals, escapes, empty steps, steps up, backslashes or
 * parameters of a step. Who means a part of the server and misspells it is told that there is nothing, and gets no page.
 */
final class PathRoot {

    private static final Logger LOG = Logger.getLogger(PathRoot.class);
    private static final Pattern STEPS = Pattern.compile("[/\\\\]+");
    /** What stands behind the name of a step: parameters, blanks, dots. */
    private static final Pattern REST = Pattern.compile("[;,:.\\s\\p{Cntrl}].*$", Pattern.DOTALL);
    /** Escapes inside escapes; more are no misspelling. */
    private static final int ESCAPES = 3;

    private PathRoot() {}

    /** The first step in small letters; empty for the root. */
    static String of(String path) {
        Deque<String> steps = new ArrayDeque<>();
        for (String step : STEPS.split(decoded(path))) {
            if (step.equals("..")) {
                steps.pollLast();
            } else if (!step.isBlank() && !step.equals(".")) {
                steps.addLast(step);
            }
        }
        String first = steps.isEmpty() ? "" : steps.getFirst();
        return REST.matcher(first).replaceFirst("");
    }

    private static String decoded(String path) {
        String text = path;
        for (int i = 0; i < ESCAPES && text.indexOf('%') >= 0; i++) {
            try {
                text = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                LOG.debug("An address with a broken escape", e);
                break;
            }
        }
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
