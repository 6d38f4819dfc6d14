package io.atrium.app;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Hands the router, to which Quarkus adds its own routes, to the application, and has it stop before Quarkus ends the event
 * loops: on a signal Quarkus waits for nobody else.
 */
@ApplicationScoped
final class HttpMount {

    void mount(@Observes Router router) {
        App.current().mount(router);
    }

    void stop(@Observes ShutdownEvent event) {
        App.current().close();
    }
}
