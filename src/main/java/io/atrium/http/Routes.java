package io.atrium.http;

import io.atrium.base.Authority;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the routes of the whole API; every feature adds its own through a {@link Builder}. */
public final class Routes {

    /** Every logged-in caller. */
    public static final Set<Authority> ANY = EnumSet.allOf(Authority.class);

    /** Users of a tenant and of its customers. */
    public static final Set<Authority> TENANT_AND_CUSTOMER =
            EnumSet.of(Authority.TENANT_ADMIN, Authority.CUSTOMER_USER);

    public static final Set<Authority> TENANT = EnumSet.of(Authority.TENANT_ADMIN);
    public static final Set<Authority> CUSTOMER = EnumSet.of(Authority.CUSTOMER_USER);
    public static final Set<Authority> SYSTEM = EnumSet.of(Authority.SYS_ADMIN);
    public static final Set<Authority> SYSTEM_AND_TENANT = EnumSet.of(Authority.SYS_ADMIN, Authority.TENANT_ADMIN);

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final List<Route> routes = new ArrayList<>();

    public List<Route> all() {
        return List.copyOf(routes);
    }

    /** Starts the routes of one area, such as {@code Device}. */
    public Area area(String name) {
        return new Area(name);
    }

    /** Routes that stand together in the documentation. */
    public final class Area {
        private final String name;

        private Area(String name) {
            this.name = name;
        }

        public Builder get(String path, String operation, String doc) {
            return new Builder(name, "GET", path, operation, doc);
        }

        public Builder post(String path, String operation, String doc) {
            return new Builder(name, "POST", path, operation, doc);
        }

        public Builder put(String path, String operation, String doc) {
            return new Builder(name, "PUT", path, operation, doc);
        }

        public Builder delete(String path, String operation, String doc) {
            return new Builder(name, "DELETE", path, operation, doc);
        }
    }

    /** Describes one route; {@link #handle} ends the description and adds the route. */
    public final class Builder {
        private final String area;
        private final String method;
        private final String path;
        private final String operation;
        private final String doc;
        private final List<Param> params = new ArrayList<>();
        private Set<Authority> callers = ANY;
        private boolean reads;
        private String permission = "";
        private @Nullable Class<?> body;
        private boolean bodyList;
        private @Nullable BodySize bodySize;
        private Answer answer = Answer.EMPTY;

        private Builder(String area, String method, String path, String operation, String doc) {
            this.area = area;
            this.method = method;
            this.path = path;
            this.operation = operation;
            this.doc = doc;
            this.reads = method.equals("GET");
            Matcher variables = VARIABLE.matcher(path);
            while (variables.find()) {
                boolean isId =
                        variables.group(1).endsWith("Id") || variables.group(1).equals("id");
                params.add(Param.path(variables.group(1), isId ? UUID.class : String.class));
            }
        }

        public Builder callers(Set<Authority> authorities) {
            callers = authorities;
            return this;
        }

        /** Marks a route that needs no log-in. */
        public Builder anonymous() {
            callers = Set.of();
            return this;
        }

        /** Marks a POST that changes nothing. */
        public Builder reads() {
            reads = true;
            return this;
        }

        /** Marks a GET that changes something, or that hands out a way to. */
        public Builder changes() {
            reads = false;
            return this;
        }

        /** Says in words what the store demands, for instance {@code READ on the device}. */
        public Builder permission(String words) {
            permission = words;
            return this;
        }

        public Builder query(String name, Class<?> type, String words) {
            params.add(new Param(name, Param.In.QUERY, type, false, false, List.of(), words));
            return this;
        }

        public Builder required(String name, Class<?> type, String words) {
            params.add(new Param(name, Param.In.QUERY, type, true, false, List.of(), words));
            return this;
        }

        public Builder queryList(String name, Class<?> type, boolean required, String words) {
            params.add(new Param(name, Param.In.QUERY, type, required, true, List.of(), words));
            return this;
        }

        /** The five page parameters, with the properties that the list sorts by. */
        public Builder page(List<String> sortProperties) {
            params.add(new Param("pageSize", Param.In.QUERY, Integer.class, true, false, List.of(), "Items a page"));
            params.add(new Param("page", Param.In.QUERY, Integer.class, true, false, List.of(), "0-based page"));
            query("textSearch", String.class, "Case-insensitive part of the name");
            params.add(new Param(
                    "sortProperty", Param.In.QUERY, String.class, false, false, sortProperties, "Property to sort by"));
            params.add(new Param(
                    "sortOrder", Param.In.QUERY, String.class, false, false, List.of("ASC", "DESC"), "Direction"));
            return this;
        }

        public Builder body(Class<?> type) {
            body = type;
            return this;
        }

        public Builder bodyList(Class<?> type) {
            body = type;
            bodyList = true;
            return this;
        }

        /** Says how long the body may be; without it what needs no log-in or takes no body is small. */
        public Builder upTo(BodySize size) {
            bodySize = size;
            return this;
        }

        private BodySize bodySize() {
            if (bodySize != null) {
                return bodySize;
            }
            return callers.isEmpty() || body == null ? BodySize.SMALL : BodySize.USUAL;
        }

        public Builder answers(Class<?> type) {
            answer = new Answer(Answer.Shape.ONE, type);
            return this;
        }

        public Builder answers(Answer.Shape shape, Class<?> type) {
            answer = new Answer(shape, type);
            return this;
        }

        public Builder answersList(Class<?> type) {
            return answers(Answer.Shape.LIST, type);
        }

        public Builder answersPage(Class<?> type) {
            return answers(Answer.Shape.PAGE, type);
        }

        public Builder answersText() {
            return answers(Answer.Shape.TEXT, String.class);
        }

        public void handle(Handler handler) {
            routes.add(new Route(
                    method,
                    path,
                    operation,
                    area,
                    doc,
                    reads,
                    callers,
                    permission,
                    List.copyOf(params),
                    body,
                    bodyList,
                    bodySize(),
                    answer,
                    handler));
        }
    }
}
