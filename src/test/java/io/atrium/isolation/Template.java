package io.atrium.isolation;

import io.atrium.http.Param;
import io.atrium.http.Route;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one operation is called: values of its parameters and its body, with words for the things of a target.
 *
 * @param line where it stands in the table
 * @param see true if the rightful owner finds his marker in the answer
 * @param closed true if the owner himself is refused
 */
record Template(int line, Route route, Map<String, String> values, String body, boolean see, boolean closed) {

    private static final Pattern READS = Pattern.compile("find|count|load|preview");
    private static final Pattern WORD = Pattern.compile("\\$([A-Z_0-9]+)");

    /** One call, ready to be made. */
    record Request(String method, String target, byte[] body) {

        @Override
        public String toString() {
            return method + " " + target + " " + new String(body, StandardCharsets.UTF_8);
        }
    }

    /** The ids and names that the call mentions. */
    Set<String> words(boolean optional) {
        Set<String> words = new LinkedHashSet<>();
        request(optional, word -> {
            words.add(word);
            return word;
        });
        return words;
    }

    /** The call with every word replaced, with all optional parameters or with none. */
    Request request(boolean optional, UnaryOperator<String> word) {
        String path = route.path();
        List<String> query = new ArrayList<>();
        for (Param param : route.params()) {
            boolean inPath = param.in() == Param.In.PATH;
            if (!inPath && !param.required() && !optional) {
                continue;
            }
            String value = Wire.encode(fill(value(param), word));
            if (inPath) {
                path = path.replace("{" + param.name() + "}", value);
            } else {
                query.add(param.name() + "=" + value);
            }
        }
        String target = query.isEmpty() ? path : path + "?" + String.join("&", query);
        return new Request(route.method(), target, fill(body, word).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the call only reads, so that its owner can be asked what he finds. */
    boolean reads() {
        return route.method().equals("GET") || READS.matcher(route.operation()).lookingAt();
    }

    /** The same call with another value of one parameter. */
    Template with(String param, String value) {
        Map<String, String> changed = new TreeMap<>(values);
        changed.put(param, value);
        return new Template(line, route, changed, body, see, closed);
    }

    boolean hasOptional() {
        return route.params().stream().anyMatch(param -> !param.required());
    }

    private static String fill(String text, UnaryOperator<String> word) {
        Matcher matcher = WORD.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(filled, Matcher.quoteReplacement(word.apply(matcher.group(1))));
        }
        return matcher.appendTail(filled).toString();
    }

    private String value(Param param) {
        String value = values.get(param.name());
        if (value != null) {
            return value;
        }
        value = ParamValues.of(param);
        if (value == null) {
            throw new IllegalStateException(
                    "operations.txt: no value for parameter '" + param.name() + "' of " + route.operation());
        }
        return value;
    }

    /** The same call for each kind of thing, if it is one for any kind. */
    List<Template> ofEveryKind() {
        if (!words(true).contains("ENTITY")) {
            return List.of(this);
        }
        return ParamValues.KINDS.stream().map(this::ofKind).toList();
    }

    private Template ofKind(String kind) {
        Map<String, String> filled = new TreeMap<>();
        for (Param param : route.params()) {
            filled.put(param.name(), of(kind, value(param)));
        }
        return new Template(line, route, filled, of(kind, body), see, closed);
    }

    private static String of(String kind, String text) {
        return text.replace("$KIND", kind)
                .replace("$ENTITY\"", "$" + kind + "\"")
                .replaceAll("\\$ENTITY$", "\\$" + kind);
    }

    @Override
    public String toString() {
        return "line " + line + " " + route.operation() + values + " " + body;
    }
}
