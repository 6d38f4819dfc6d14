package io.atrium.http;

import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.PageLink;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request on its way through a handler: who calls, with which parameters and which body. */
public final class Call {

    /** Most values that one list parameter may have. */
    public static final int MAX_LIST_VALUES = 1_000;

    /** Largest value of {@code page}. */
    public static final int MAX_PAGE = 1_000_000;

    /** Longest text to search for, in characters. */
    public static final int MAX_TEXT_SEARCH = 255;

    /** Longest body that may be nothing but a null between white space, in bytes. */
    private static final int NOTHING_AT_MOST = 64;

    private final Route route;
    private final Caller caller;
    private final Map<String, String> variables;
    private final Map<String, List<String>> query;
    private final byte[] body;
    private final Client client;
    private final Cookies cookies;

    /**
     * Where a request came from, for the audit log.
     *
     * @param person true if the answer is a page for somebody to read, because a link was followed
     */
    public record Client(String address, String userAgent, boolean person) {}

    /**
     * Who calls.
     *
     * @param actor null if nobody has to
     * @param again looks at the credentials once more, and throws a problem if they are worth nothing any more
     */
    public record Caller(@Nullable Actor actor, Runnable again) {
        static final Caller NOBODY = new Caller(null, () -> {});

        /** Somebody who needs no credentials, for he calls from within. */
        static Caller within(@Nullable Actor actor) {
            return new Caller(actor, () -> {});
        }
    }

    public Call(
            Route route,
            Caller caller,
            Map<String, String> variables,
            Map<String, List<String>> query,
            byte[] body,
            Client client,
            Cookies cookies) {
        this.route = route;
        this.caller = caller;
        this.variables = variables;
        this.query = query;
        this.body = body;
        this.client = client;
        this.cookies = cookies;
    }

    /** The caller; only routes that need no log-in have none. */
    public Actor actor() {
        Actor actor = caller.actor();
        if (actor == null) {
            throw Problem.authentication("Authentication failed");
        }
        return actor;
    }

    /** Refuses a caller who has lost his log-in since the call began; for calls that wait for somebody. */
    public void requireLogIn() {
        caller.again().run();
    }

    public Client client() {
        return client;
    }

    public Cookies cookies() {
        return cookies;
    }

    // ---- path --------------------------------------------------------------------------------------------------

    public String path(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Route has no path parameter " + name);
        }
        return checked(name, value);
    }

    public UUID id(String name) {
        return uuid(name, path(name));
    }

    /** The entity that two path parameters name. */
    public Ref ref(String kindName, String idName) {
        return new Ref(path(kindName), id(idName));
    }

    // ---- query -------------------------------------------------------------------------------------------------

    public boolean has(String name) {
        return query.containsKey(name);
    }

    public Optional<String> text(String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(checked(name, values.getFirst()));
    }

    public String requiredText(String name) {
        return text(name).orElseThrow(() -> Problem.badRequest("Required parameter '" + name + "' is missing"));
    }

    public Optional<UUID> optionalId(String name) {
        return text(name).filter(value -> !value.isEmpty()).map(value -> uuid(name, value));
    }

    public UUID requiredId(String name) {
        return uuid(name, requiredText(name));
    }

    public boolean flag(String name, boolean fallback) {
        return text(name)
                .map(value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw Problem.badRequest("Parameter '" + name + "' must be true or false");
                })
                .orElse(fallback);
    }

    public long number(String name, long fallback, long min, long max) {
        return text(name)
                .filter(value -> !value.isEmpty())
                .map(value -> number(name, value, min, max))
                .orElse(fallback);
    }

    public long requiredNumber(String name, long min, long max) {
        return number(name, requiredText(name), min, max);
    }

    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        return text(name).filter(value -> !value.isEmpty()).map(value -> choice(name, value, type));
    }

    /** The values of a list parameter, repeated or with commas between them. */
    public List<String> list(String name) {
        List<String> values = new ArrayList<>();
        for (String value : query.getOrDefault(name, List.of())) {
            Arrays.stream(checked(name, value).split(","))
                    .map(String::strip)
                    .filter(v -> !v.isEmpty())
                    .forEach(values::add);
        }
        if (values.size() > MAX_LIST_VALUES) {
            throw Problem.badRequest("Parameter '" + name + "' has more than " + MAX_LIST_VALUES + " values");
        }
        return values;
    }

    /** The values of a repeated parameter as they are, for values that may hold commas. */
    public List<String> repeated(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        if (values.size() > MAX_LIST_VALUES) {
            throw Problem.badRequest("Parameter '" + name + "' has more than " + MAX_LIST_VALUES + " values");
        }
        values.forEach(value -> checked(name, value));
        return values;
    }

    public List<UUID> ids(String name) {
        return list(name).stream().map(value -> uuid(name, value)).toList();
    }

    public List<UUID> requiredIds(String name) {
        requiredText(name);
        return ids(name);
    }

    public boolean hasPage() {
        return has("pageSize") || has("page");
    }

    public PageLink pageLink() {
        int pageSize = (int) requiredNumber("pageSize", 1, PageLink.MAX_PAGE_SIZE);
        int page = (int) requiredNumber("page", 0, MAX_PAGE);
        String textSearch = text("textSearch").orElse("");
        if (textSearch.length() > MAX_TEXT_SEARCH) {
            throw Problem.badRequest("Parameter 'textSearch' is longer than " + MAX_TEXT_SEARCH + " characters");
        }
        String sort = text("sortProperty").filter(value -> !value.isEmpty()).orElse(null);
        if (sort != null && !sortProperties().contains(sort)) {
            throw Problem.badRequest("Parameter 'sortProperty' must be one of " + sortProperties());
        }
        String order = text("sortOrder").filter(value -> !value.isEmpty()).orElse("ASC");
        if (!order.equals("ASC") && !order.equals("DESC")) {
            throw Problem.badRequest("Parameter 'sortOrder' must be ASC or DESC");
        }
        return new PageLink(pageSize, page, textSearch, sort, order.equals("ASC"));
    }

    private List<String> sortProperties() {
        return route.params().stream()
                .filter(param -> param.name().equals("sortProperty"))
                .flatMap(param -> param.values().stream())
                .toList();
    }

    // ---- body --------------------------------------------------------------------------------------------------

    public byte[] body() {
        return body;
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public <T> T body(Class<T> type) {
        requireBody();
        return Json.read(body, type);
    }

    /** False if nothing was sent; a JSON null and mere white space are nothing, too. */
    public boolean hasBody() {
        String start = new String(body, 0, Math.min(body.length, NOTHING_AT_MOST), StandardCharsets.UTF_8).strip();
        return body.length > NOTHING_AT_MOST || !start.isEmpty() && !start.equals("null");
    }

    public <T> Optional<T> optionalBody(Class<T> type) {
        return hasBody() ? Optional.of(Json.read(body, type)) : Optional.empty();
    }

    /** The elements of an array that may be left out. */
    public <T> List<T> optionalBodyList(Class<T> element) {
        return hasBody() ? bodyList(element) : List.of();
    }

    public <T> List<T> bodyList(Class<T> element) {
        requireBody();
        List<T> values = Json.readList(body, element);
        if (values.size() > MAX_LIST_VALUES) {
            throw Problem.badRequest("The body has more than " + MAX_LIST_VALUES + " elements");
        }
        return values;
    }

    private void requireBody() {
        if (body.length == 0) {
            throw Problem.badRequest("Required request body is missing");
        }
    }

    // ---- parsing -----------------------------------------------------------------------------------------------

    /** A value that the database can hold. */
    private static String checked(String name, String value) {
        if (value.indexOf('\0') >= 0) {
            throw Problem.badRequest("Parameter '" + name + "' must not contain the character U+0000");
        }
        return value;
    }

    private static UUID uuid(String name, String value) {
        try {
            if (value.length() == 36) {
                return UUID.fromString(value);
            }
        } catch (IllegalArgumentException e) {
            throw new Problem(Problem.Kind.BAD_REQUEST, "Parameter '" + name + "' is not a UUID", e);
        }
        throw Problem.badRequest("Parameter '" + name + "' is not a UUID");
    }

    private static long number(String name, String value, long min, long max) {
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new Problem(Problem.Kind.BAD_REQUEST, "Parameter '" + name + "' is not an integer", e);
        }
        throw Problem.badRequest("Parameter '" + name + "' must be between " + min + " and " + max);
    }

    public static <E extends Enum<E>> E choice(String name, String value, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(value)) {
                return constant;
            }
        }
        throw Problem.badRequest("Parameter '" + name + "' must be one of " + Arrays.toString(type.getEnumConstants()));
    }
}
