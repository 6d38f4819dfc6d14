package io.atrium.db;

import io.atrium.base.Problem;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and how to log in.
 *
 * @param host a name or an address; an IPv6 address without its brackets
 * @param parameters connection parameters such as {@code sslmode}
 */
public record DatabaseAddress(
        String host, int port, String database, String user, String password, Map<String, String> parameters) {

    private static final int DEFAULT_PORT = 5432;
    private static final int MAX_PORT = 65_535;
    private static final Set<String> PARAMETERS =
            Set.of("sslmode", "sslrootcert", "sslcert", "sslkey", "channelBinding", "targetServerType");
    private static final String FORM =
            "The database address must look like postgresql://user:password@host:port/database";
    private static final Pattern ADDRESS =
            Pattern.compile("(?<scheme>[^:/?#]+)://(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?"
                    + "(?:\\[(?<six>[0-9A-Fa-f:.]+)]|(?<host>[^:@/?#\\[\\]]*))(?::(?<port>[^/?#]*))?"
                    + "(?:/(?<database>[^/?#]*))?(?:\\?(?<query>[^#]*))?");

    public DatabaseAddress {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads {@code postgresql://user:password@host:port/database}. Signs that the form itself uses are percent-encoded;
     * the port may be left out, everything else not.
     *
     * @throws Problem BAD_REQUEST, naming the faulty part and never the password
     */
    public static DatabaseAddress parse(String address) {
        Matcher parts = ADDRESS.matcher(address.strip());
        if (!parts.matches()) {
            throw Problem.badRequest(FORM + " (percent-encode the signs : / ? # [ ] @ % in user and password)");
        }
        String scheme = parts.group("scheme");
        if (!scheme.equals("postgresql") && !scheme.equals("postgres")) {
            throw Problem.badRequest(FORM + "; other databases than PostgreSQL are not supported");
        }
        String host = parts.group("six") == null ? required(parts, "host") : parts.group("six");
        return new DatabaseAddress(
                host,
                port(parts.group("port")),
                required(parts, "database"),
                required(parts, "user"),
                decoded(parts.group("password") == null ? "" : parts.group("password"), "password"),
                parameters(parts.group("query")));
    }

    /** The address for the JDBC driver, without user and password. */
    public String jdbcUrl() {
        String authority = host.contains(":") ? "[" + host + "]" : host;
        String query = parameters.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return "jdbc:postgresql://" + authority + ":" + port + "/" + encoded(database)
                + (query.isEmpty() ? "" : "?" + query);
    }

    DatabaseAddress withDatabase(String other) {
        return new DatabaseAddress(host, port, other, user, password, parameters);
    }

    /** Leaves the password out, so that an address may be logged. */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/"
                + database;
    }

    private static String required(Matcher parts, String name) {
        String text = parts.group(name);
        if (text == null || text.isEmpty()) {
            throw Problem.badRequest(FORM + "; the " + name + " is missing");
        }
        return decoded(text, name);
    }

    private static String decoded(String text, String name) {
        try {
            // A plus sign stands for itself here; only forms encode a space that way.
            String plain = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (plain.indexOf('\0') < 0) {
                return plain;
            }
        } catch (IllegalArgumentException e) {
            // The cause would quote the text, which may be the password.
        }
        throw Problem.badRequest(FORM + "; the " + name + " is not well percent-encoded (write % as %25)");
    }

    private static int port(@Nullable String text) {
        if (text == null) {
            return DEFAULT_PORT;
        }
        if (text.matches("\\d{1,5}")) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= MAX_PORT) {
                return port;
            }
        }
        throw Problem.badRequest(FORM + "; the port must be a number from 1 to " + MAX_PORT);
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (equals < 0 || !PARAMETERS.contains(name)) {
                throw Problem.badRequest("The database address may only have the parameters "
                        + PARAMETERS.stream().sorted().collect(Collectors.joining(", ")));
            }
            parameters.put(name, decoded(pair.substring(equals + 1), name));
        }
        return parameters;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
