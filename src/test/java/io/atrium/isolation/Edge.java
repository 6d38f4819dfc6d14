package io.atrium.isolation;

import io.atrium.app.TestWorld;
import io.atrium.http.TestEdge;
import io.atrium.isolation.Template.Request;
import java.net.http.HttpResponse;
import java.util.Map;

/** The routes of a world behind the server's real edge. */
final class Edge implements AutoCloseable {

    private final TestEdge edge;

    Edge(TestWorld world) {
        edge = new TestEdge(world.routes.all(), world.people.authenticator(), world.platform.clock());
    }

    /** Makes a call over the network with the headers that say who calls. */
    HttpResponse<String> call(Map<String, String> credentials, Request request) {
        return edge.call(request.method(), request.target(), request.body(), credentials);
    }

    @Override
    public void close() {
        edge.close();
    }
}
