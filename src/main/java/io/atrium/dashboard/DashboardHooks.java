package io.atrium.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.Bodies;
import io.atrium.entity.BodyEdit;
import io.atrium.entity.Change;
import io.atrium.entity.Entry;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Scope;
import org.jspecify.annotations.Nullable;

/** Keeps dashboards within their size, and their aliases to what the author may read. */
record DashboardHooks(Bodies bodies, DashboardConfig config) implements KindHooks {

    private static final String CONFIGURATION = "configuration";

    @Override
    public void prepare(Change change, Scope scope, ObjectNode document, @Nullable Entry before) {
        if (Json.bytes(document).length > config.maxSize().count()) {
            throw Problem.badRequest("The dashboard is larger than " + config.maxSize());
        }
        JsonNode configuration = document.get(CONFIGURATION);
        if (configuration != null && !configuration.isNull() && !configuration.isObject()) {
            throw Problem.badRequest("Field 'configuration' must be an object");
        }
        JsonNode stored =
                before == null ? null : BodyEdit.read(bodies.of(before)).get(CONFIGURATION);
        AliasCheck.check(scope, configuration, stored);
        // Left over from an edition without owners; here the owner and the shares say who sees a dashboard.
        document.putNull("assignedCustomers");
    }
}
