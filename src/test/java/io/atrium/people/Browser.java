package io.atrium.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Json;
import io.atrium.http.TestEdge;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The web app in a browser: keeps cookies, sends them where they belong, and remembers the CSRF token. */
final class Browser {

    private static final byte[] NOTHING = {};

    private final TestEdge edge;
    final Map<String, String> cookies = new TreeMap<>();
    String csrf = "";

    Browser(TestEdge edge) {
        this.edge = edge;
    }

    /** Makes a call as the app's own page does. */
    HttpResponse<String> call(String method, String path, Object body) {
        Map<String, String> headers = new HashMap<>(Map.of("Origin", TestEdge.PUBLIC_URL));
        if (!csrf.isEmpty()) {
            headers.put("X-Atrium-Csrf", csrf);
        }
        return send(method, path, body, headers);
    }

    /** Makes a call with the browser's cookies and just these headers. */
    HttpResponse<String> send(String method, String path, Object body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        String sent = cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        if (!sent.isEmpty()) {
            all.put("Cookie", sent);
        }
        byte[] bytes = body.equals("") ? NOTHING : Json.write(body).getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> answer = edge.call(method, path, bytes, all);
        setCookies(answer).forEach(this::keep);
        JsonNode json = answer.body().startsWith("{") ? Json.read(answer.body(), JsonNode.class) : Json.object();
        csrf = json.path("csrfToken").asText(csrf);
        return answer;
    }

    static List<String> setCookies(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie");
    }

    private void keep(String header) {
        String name = header.substring(0, header.indexOf('='));
        if (header.contains("; Max-Age=0;")) {
            cookies.remove(name);
        } else {
            cookies.put(name, header.substring(header.indexOf('=') + 1, header.indexOf(';')));
        }
    }

    /** A call that must go well. */
    JsonNode ok(String method, String path, Object body) {
        HttpResponse<String> answer = call(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().isEmpty() ? Json.object() : Json.read(answer.body(), JsonNode.class);
    }

    void refused(String method, String path, Object body, int status) {
        HttpResponse<String> answer = call(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    JsonNode logIn(String email, String password) {
        return ok("POST", "/api/session", Map.of("username", email, "password", password));
    }

    /** The address of who the server takes the caller for. */
    String whoAmI() {
        return ok("GET", "/api/auth/user", "").path("email").asText();
    }
}
