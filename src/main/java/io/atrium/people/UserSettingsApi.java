package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.Change;
import io.atrium.http.Call;
import io.atrium.http.Routes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What clients remember for a user: one JSON object per type, of which the platform understands nothing. A path such as
 * {@code map.zoom} names a member of a member.
 */
final class UserSettingsApi {

    /** Largest settings of one type, in characters of JSON. */
    static final int MAX_SETTINGS = 65_536;

    /** Most types of settings that one user has. */
    static final int MAX_TYPES = 32;

    private static final String GENERAL = "GENERAL";
    private static final String PREFIX = "user.";
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final int MAX_PATH_STEPS = 20;

    private final Parts parts;

    UserSettingsApi(Parts parts) {
        this.parts = parts;
    }

    void routes(Routes routes) {
        Routes.Area area = routes.area("User");
        String own = "None; everybody has settings of their own";
        area.post("/api/user/settings", "saveUserSettings", "Replaces the caller's general settings")
                .permission(own)
                .body(JsonNode.class)
                .answers(JsonNode.class)
                .handle(call -> change(call, GENERAL, settings -> object(call)));
        area.get("/api/user/settings/general", "getGeneralUserSettings", "The caller's general settings")
                .permission(own)
                .answers(JsonNode.class)
                .handle(call -> settings(call.actor(), GENERAL));
        area.put(
                        "/api/user/settings/general",
                        "putGeneralUserSettings",
                        "Sets members of the general settings, by path")
                .permission(own)
                .body(JsonNode.class)
                .handle(call -> silently(() -> change(call, GENERAL, settings -> merged(settings, object(call)))));
        area.delete(
                        "/api/user/settings/{paths}",
                        "deleteGeneralUserSettings",
                        "Removes members of the general settings")
                .permission(own)
                .handle(call ->
                        silently(() -> change(call, GENERAL, settings -> without(settings, call.path("paths")))));
        area.get("/api/user/settings/{type}", "getUserSettings", "The caller's settings of a type")
                .permission(own)
                .answers(JsonNode.class)
                .handle(call -> settings(call.actor(), type(call)));
        area.put("/api/user/settings/{type}", "putUserSettings", "Sets members of the settings of a type, by path")
                .permission(own)
                .body(JsonNode.class)
                .handle(call -> silently(() -> change(call, type(call), settings -> merged(settings, object(call)))));
        area.delete("/api/user/settings/{type}/{paths}", "deleteUserSettingsByType", "Removes members of the settings")
                .permission(own)
                .handle(call ->
                        silently(() -> change(call, type(call), settings -> without(settings, call.path("paths")))));
    }

    private static @Nullable Object silently(Runnable work) {
        work.run();
        return null;
    }

    private static String type(Call call) {
        String type = call.path("type");
        if (!TYPE.matcher(type).matches()) {
            throw Problem.badRequest("Parameter 'type' must be 1 to 64 letters, digits or underscores");
        }
        return type.toUpperCase(Locale.ROOT);
    }

    private static ObjectNode object(Call call) {
        if (call.body(JsonNode.class) instanceof ObjectNode object) {
            return object;
        }
        throw Problem.badRequest("The body must be an object");
    }

    private ObjectNode settings(Actor actor, String type) {
        return parse(parts.settings().find(actor.userId(), PREFIX + type).orElse("{}"));
    }

    private static ObjectNode parse(String text) {
        return Json.read(text, ObjectNode.class);
    }

    private Object change(Call call, String type, UnaryOperator<ObjectNode> edit) {
        Actor actor = call.actor();
        if (actor.publicLink()) {
            throw Problem.forbidden("The visitor of a public link has no settings");
        }
        return parts.platform().gate().change(actor, actor.tenantId(), change -> {
            String former =
                    parts.settings().find(change, actor.userId(), PREFIX + type).orElse(null);
            if (former == null) {
                requireRoom(change, actor);
            }
            ObjectNode settings = edit.apply(parse(former == null ? "{}" : former));
            String text = settings.toString();
            if (text.length() > MAX_SETTINGS) {
                throw Problem.badRequest("The settings are longer than " + MAX_SETTINGS + " characters");
            }
            if (Json.holdsNul(text)) {
                throw Problem.badRequest("Text must not contain the character U+0000");
            }
            parts.settings().put(change, actor.userId(), PREFIX + type, text);
            return settings;
        });
    }

    private void requireRoom(Change change, Actor actor) {
        if (parts.settings().count(change, actor.userId()) >= MAX_TYPES) {
            throw Problem.badRequest("A user has at most " + MAX_TYPES + " types of settings");
        }
    }

    // ---- paths -------------------------------------------------------------------------------------------------

    private static ObjectNode merged(ObjectNode settings, ObjectNode changes) {
        changes.properties().forEach(change -> {
            List<String> steps = steps(change.getKey());
            ObjectNode at = settings;
            for (String step : steps.subList(0, steps.size() - 1)) {
                at = at.get(step) instanceof ObjectNode inner ? inner : at.putObject(step);
            }
            at.set(steps.getLast(), change.getValue());
        });
        return settings;
    }

    private static ObjectNode without(ObjectNode settings, String paths) {
        for (String path : paths.split(",", -1)) {
            List<String> steps = steps(path.strip());
            JsonNode at = settings;
            for (String step : steps.subList(0, steps.size() - 1)) {
                at = at.path(step);
            }
            if (at instanceof ObjectNode parent) {
                parent.remove(steps.getLast());
            }
        }
        return settings;
    }

    private static List<String> steps(String path) {
        List<String> steps = Arrays.asList(path.split("\\.", -1));
        if (steps.size() > MAX_PATH_STEPS) {
            throw Problem.badRequest("A path of settings has at most " + MAX_PATH_STEPS + " steps");
        }
        return steps;
    }
}
