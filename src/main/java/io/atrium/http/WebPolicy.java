package io.atrium.http;

import io.atrium.base.Problem;
import io.vertx.core.MultiMap;
import java.net.URI;

/** What pages of the web app may load and run: what this server sends, and pictures of the map server that was chosen. */
public final class WebPolicy {

    private final String pictures;

    /** @param mapTiles address of map tiles with {@code {z}}, {@code {x}} and {@code {y}}; empty for none */
    public WebPolicy(String mapTiles) {
        this.pictures = "img-src 'self' data: blob:" + (mapTiles.isEmpty() ? "" : " " + origin(mapTiles));
    }

    private static String origin(String mapTiles) {
        try {
            URI uri = URI.create(mapTiles.replace("{s}", "wildcard").replaceAll("\\{\\w+}", "0"));
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web
                    && uri.getHost() != null
                    && mapTiles.contains("{z}")
                    && mapTiles.contains("{x}")
                    && mapTiles.contains("{y}")) {
                String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
                return uri.getScheme() + "://" + uri.getHost().replace("wildcard", "*") + port;
            }
        } catch (IllegalArgumentException e) {
            throw bad(e);
        }
        throw bad(null);
    }

    private static Problem bad(@org.jspecify.annotations.Nullable Throwable cause) {
        return new Problem(
                Problem.Kind.BAD_REQUEST,
                "ATRIUM_MAP_TILES must be an http or https address with {z}, {x} and {y}, such as"
                        + " https://tiles.example.org/{z}/{x}/{y}.png",
                cause);
    }

    /** The policy of one page; scripts and styles are files of ours, or carry the page's nonce. */
    String ofPage(String nonce) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self'",
                "style-src 'self' 'nonce-" + nonce + "'",
                pictures,
                "font-src 'self'",
                "connect-src 'self'",
                "manifest-src 'self'",
                "worker-src 'self'",
                "object-src 'none'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
                "report-uri " + PolicyReports.PATH);
    }

    void guard(MultiMap headers) {
        headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=()");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
    }
}
