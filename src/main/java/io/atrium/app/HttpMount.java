package io.atrium.app;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Hands the router, to which Quarkus adds its own routes, to the application. */
@ApplicationScoped
final class HttpMount {

    void mount(@Observes Router router) {
        App.current().mount(router);
    }
}
