package io.atrium.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wrong with the first line or the headers of a request (RFC 9110, RFC 9112), before anything of it is done. */
final class HeadFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int BAD_REQUEST = 400;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int VERSION_NOT_SUPPORTED = 505;
    private static final HttpMethod PRI = HttpMethod.valueOf("PRI");

    private final int status;

    private HeadFault(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static HeadFault badRequest(String message) {
        return new HeadFault(BAD_REQUEST, message);
    }

    int status() {
        return status;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    /** Null if the head is as it should be. */
    static @Nullable HeadFault of(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        boolean isCurrent = version.equals(HttpVersion.HTTP_1_1);
        if (!isCurrent && !version.equals(HttpVersion.HTTP_1_0)) {
            return new HeadFault(VERSION_NOT_SUPPORTED, "The server speaks HTTP/1.1");
        }
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.TRACE) || method.equals(HttpMethod.CONNECT) || method.equals(PRI)) {
            return new HeadFault(METHOD_NOT_ALLOWED, "The method " + method.name() + " is not allowed");
        }
        String uri = request.uri();
        if (uri.equals("*")) {
            return new HeadFault(METHOD_NOT_ALLOWED, "Methods are for one address, not for '*'");
        }
        if (uri.isEmpty() || uri.charAt(0) != '/' && !isAbsolute(uri)) {
            return badRequest("The address must begin with '/'");
        }
        if (hasBrokenEscape(uri)) {
            return badRequest("In an address '%' must be followed by two hexadecimal digits");
        }
        HttpHeaders headers = request.headers();
        HeadFault host = ofHost(headers.getAll(HttpHeaderNames.HOST), isCurrent);
        return host == null && headers.contains(HttpHeaderNames.TRANSFER_ENCODING) ? ofCoding(headers) : host;
    }

    private static boolean isAbsolute(String uri) {
        return uri.regionMatches(true, 0, "http://", 0, 7) || uri.regionMatches(true, 0, "https://", 0, 8);
    }

    static boolean hasBrokenEscape(String address) {
        for (int at = address.indexOf('%'); at >= 0; at = address.indexOf('%', at + 1)) {
            if (at + 2 >= address.length()
                    || Character.digit(address.charAt(at + 1), 16) < 0
                    || Character.digit(address.charAt(at + 2), 16) < 0) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable HeadFault ofHost(List<String> hosts, boolean isNeeded) {
        if (hosts.isEmpty()) {
            return isNeeded ? badRequest("The header 'Host' is missing") : null;
        }
        if (hosts.size() > 1) {
            return badRequest("The header 'Host' must stand there once");
        }
        String host = hosts.getFirst();
        for (int i = 0; i < host.length(); i++) {
            char sign = host.charAt(i);
            boolean isOfNames = sign >= '0' && sign <= '9'
                    || sign >= 'a' && sign <= 'z'
                    || sign >= 'A' && sign <= 'Z'
                    || "-._~:[]!$&'()*+;=%".indexOf(sign) >= 0;
            if (!isOfNames) {
                return badRequest("The header 'Host' must be a name or an address, and a port");
            }
        }
        return null;
    }

    /** Other codings, and a length beside a coding, are how one request is hidden in another behind a proxy. */
    private static @Nullable HeadFault ofCoding(HttpHeaders headers) {
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.size() != 1 || !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst())) {
            return new HeadFault(NOT_IMPLEMENTED, "The header 'Transfer-Encoding' must be 'chunked'");
        }
        return headers.contains(HttpHeaderNames.CONTENT_LENGTH) ? lengthBesideCoding() : null;
    }

    static HeadFault lengthBesideCoding() {
        return badRequest("The headers 'Transfer-Encoding' and 'Content-Length' exclude each other");
    }
}
