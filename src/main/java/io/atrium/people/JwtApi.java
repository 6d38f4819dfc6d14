package io.atrium.people;

import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Ref;
import io.atrium.entity.AuditAction;
import io.atrium.entity.AuditTrail;
import io.atrium.entity.WaysIn;
import io.atrium.http.Call;
import io.atrium.http.Routes;

/** How long tokens are good, for the administrator of the installation. */
final class JwtApi {

    private static final String SYSTEM = "System administrator";

    private final Parts parts;
    private final Logins logins;

    JwtApi(Parts parts, Logins logins) {
        this.parts = parts;
        this.logins = logins;
    }

    void routes(Routes routes) {
        Routes.Area area = routes.area("Admin");
        area.get("/api/admin/jwtSettings", "getJwtSettings", "How long tokens are good; the key is never shown")
                .callers(Routes.SYSTEM)
                .permission(SYSTEM)
                .answers(JwtSettings.class)
                .handle(call -> {
                    TokenTimes times = parts.tokenTimes();
                    return JwtSettings.of(times.access(), times.refresh());
                });
        area.post(
                        "/api/admin/jwtSettings",
                        "saveJwtSettings",
                        "Sets how long tokens made from now on are good; issuer and key cannot be changed")
                .callers(Routes.SYSTEM)
                .permission(SYSTEM)
                .body(JwtSettings.class)
                .answers(JwtPair.class)
                .handle(this::save);
    }

    private Object save(Call call) {
        Actor actor = call.actor();
        // The answer is a log-in.
        WaysIn.requireLogIn(actor);
        JwtSettings settings = call.body(JwtSettings.class).checked();
        parts.platform().gate().change(actor, Ref.NULL_ID, change -> {
            GroundStore.hold(change.sql(), actor);
            parts.settings().put(change, Ref.NULL_ID, JwtSettings.KEY, Json.write(settings));
            change.audit(
                    AuditAction.UPDATED,
                    new AuditTrail.Subject(Ref.tenant(Ref.NULL_ID), JwtSettings.KEY, null),
                    Json.object().set("entity", Json.tree(settings)));
            return settings;
        });
        return JwtPair.of(logins.openBeside(actor, call.client()));
    }
}
