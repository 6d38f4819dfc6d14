package io.atrium.http;

import io.atrium.base.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Publishes the OpenAPI document, and a page to browse it. */
public final class ApiDocs {

    private static final String VIEWER = "META-INF/resources/webjars/swagger-ui/5.20.1/";

    /** The viewer draws with inline styles and data pictures; scripts come from this server only. */
    private static final String POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Atrium API</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="stylesheet" href="docs/swagger-ui.css">
            </head>
            <body>
            <div id="swagger-ui"></div>
            <script src="docs/swagger-ui-bundle.js"></script>
            <script src="docs/start.js"></script>
            </body>
            </html>
            """;

    private static final String START = """
            SwaggerUIBundle({url: '/api/openapi', dom_id: '#swagger-ui', deepLinking: true, docExpansion: 'none',
              filter: true, validatorUrl: null});
            """;

    private static final Map<String, String> FILES =
            Map.of("swagger-ui.css", "text/css", "swagger-ui-bundle.js", "text/javascript");

    private final byte[] document;
    /** Kept, so that many readers of a file share it. */
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    public ApiDocs(List<Route> routes, String version) {
        document = Json.bytes(new OpenApi().document(routes, version));
    }

    public void mount(Router router) {
        router.get("/api/openapi").handler(context -> write(context, "application/json", document));
        router.get("/api/docs").handler(context -> write(context, "text/html;charset=UTF-8", bytes(PAGE)));
        router.get("/api/docs/start.js").handler(context -> write(context, "text/javascript", bytes(START)));
        FILES.forEach(
                (file, type) -> router.get("/api/docs/" + file).handler(context -> write(context, type, file(file))));
    }

    private static void write(RoutingContext context, String type, byte[] body) {
        context.response().putHeader("Content-Security-Policy", POLICY).putHeader("Content-Type", type);
        LongAnswer.send(context.request(), body, null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private byte[] file(String name) {
        return files.computeIfAbsent(name, ApiDocs::resource);
    }

    private static byte[] resource(String file) {
        try (InputStream stream = Thread.currentThread().getContextClassLoader().getResourceAsStream(VIEWER + file)) {
            if (stream == null) {
                throw new IllegalStateException("The API viewer lacks " + file);
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
