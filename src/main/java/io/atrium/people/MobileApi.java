package io.atrium.people;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Actor;
import io.atrium.base.Json;
import io.atrium.base.Page;
import io.atrium.base.Problem;
import io.atrium.http.Call;
import io.atrium.http.Routes;
import io.atrium.http.SchemaOf;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the mobile app asks at its start and keeps for itself. There are no bundles of pages and no notifications yet, so
 * the app gets its defaults and empty lists in the form of the contract.
 */
final class MobileApi {

    /** Most apps of one user whose push token is kept; the oldest gives way. */
    static final int MAX_SESSIONS = 10;

    /** Longest push token, in characters. */
    static final int MAX_TOKEN = 1_000;

    private static final String KEY = "user.MOBILE";
    private static final String TIME = "fcmTokenTimestamp";
    private static final List<String> SORTS = List.of("createdTime");

    private final Parts parts;
    private final UserViews views;
    private final Function<Actor, @Nullable Object> home;

    MobileApi(Parts parts, UserViews views, Function<Actor, @Nullable Object> home) {
        this.parts = parts;
        this.views = views;
        this.home = home;
    }

    /** For which system an app is made. */
    enum MobilePlatform {
        ANDROID,
        IOS
    }

    /** How a notification comes. */
    enum Delivery {
        WEB,
        MOBILE_APP
    }

    /** A way to log in with another service's account; there is none. */
    record OAuth2ClientLoginInfo(String name, String icon, String url) {}

    /** The app that asks, as shops know it; there is none of our own. */
    record StoreInfo(
            @Nullable String appId,
            @Nullable String sha256CertFingerprints,
            @Nullable String storeLink) {}

    /** Which versions of an app may go on; there is no rule. */
    record MobileAppVersionInfo(
            @Nullable String minVersion,
            @Nullable String minVersionReleaseNotes,
            @Nullable String latestVersion,
            @Nullable String latestVersionReleaseNotes) {}

    /** What an app needs to show before anybody logs in. */
    record LoginMobileInfo(
            @JsonProperty("oAuth2ClientLoginInfos") List<OAuth2ClientLoginInfo> logins,
            @Nullable JsonNode selfRegistrationParams,
            @Nullable StoreInfo storeInfo,
            @Nullable MobileAppVersionInfo versionInfo) {}

    /**
     * What an app needs to show its user.
     *
     * @param pages null for the pages that the app has by itself
     */
    record UserMobileInfo(
            @SchemaOf(User.class) JsonNode user,
            @Nullable StoreInfo storeInfo,
            @Nullable MobileAppVersionInfo versionInfo,
            @Nullable JsonNode homeDashboardInfo,
            @Nullable JsonNode pages) {}

    /** One app of a user, known by its push token. */
    record MobileSessionInfo(@Nullable Long fcmTokenTimestamp) {}

    void routes(Routes routes) {
        Routes.Area area = routes.area("MobileApp");
        app(area.get("/api/noauth/mobile", "getLoginMobileInfo", "What an app shows before the log-in")
                        .anonymous()
                        .permission("None"))
                .answers(LoginMobileInfo.class)
                .handle(call -> {
                    requireApp(call);
                    return new LoginMobileInfo(List.of(), null, null, null);
                });
        app(area.get("/api/mobile", "getUserMobileInfo", "What an app shows its user")
                        .permission("None; the home dashboard is one that the caller may READ"))
                .answers(UserMobileInfo.class)
                .handle(call -> {
                    requireApp(call);
                    return new UserMobileInfo(
                            Json.tree(views.self(call.actor())), null, null, home(call.actor()), null);
                });
        sessions(routes.area("User"));
        routes.area("TwoFactorAuth")
                .get("/api/auth/2fa/providers", "getAvailableTwoFaProviderInfos", "Second factors of the caller: none")
                .permission("None")
                .answersList(JsonNode.class)
                .handle(call -> List.of());
        notifications(routes.area("Notification"));
    }

    private @Nullable JsonNode home(Actor actor) {
        Object found = actor.isSystem() ? null : home.apply(actor);
        return found == null ? null : Json.tree(found);
    }

    private static Routes.Builder app(Routes.Builder route) {
        return route.required("pkgName", String.class, "The package of the app")
                .required("platform", MobilePlatform.class, "The system that the app runs on");
    }

    private static void requireApp(Call call) {
        call.requiredText("pkgName");
        Call.choice("platform", call.requiredText("platform"), MobilePlatform.class);
    }

    private static void notifications(Routes.Area area) {
        area.get("/api/notifications", "getNotifications", "The caller's notifications: none yet")
                .permission("None")
                .query("unreadOnly", Boolean.class, "Only those that were not read")
                .query("deliveryMethod", Delivery.class, "Only those that came this way")
                .page(SORTS)
                .answersPage(JsonNode.class)
                .handle(call -> {
                    requireDelivery(call);
                    call.flag("unreadOnly", false);
                    return Page.cut(List.of(), call.pageLink());
                });
        area.get("/api/notifications/unread/count", "getUnreadNotificationsCount", "How many are unread: none yet")
                .permission("None")
                .query("deliveryMethod", Delivery.class, "Only those that came this way")
                .answers(Integer.class)
                .handle(call -> {
                    requireDelivery(call);
                    return 0;
                });
        area.put("/api/notifications/read", "markAllNotificationsAsRead", "Marks all as read; there are none yet")
                .permission("None")
                .query("deliveryMethod", Delivery.class, "Only those that came this way")
                .handle(call -> {
                    requireDelivery(call);
                    return null;
                });
    }

    private static void requireDelivery(Call call) {
        call.choice("deliveryMethod", Delivery.class);
    }

    // ---- the app's own session -----------------------------------------------------------------------------------

    private void sessions(Routes.Area area) {
        String own = "None; everybody has apps of his own";
        token(area.get("/api/user/mobile/session", "getMobileSession", "What is kept of an app of the caller"))
                .permission(own)
                .answers(MobileSessionInfo.class)
                .handle(this::get);
        token(area.post("/api/user/mobile/session", "saveMobileSession", "Keeps an app of the caller"))
                .permission(own + "; at most " + MAX_SESSIONS)
                .body(MobileSessionInfo.class)
                .handle(call -> save(call, token(call), call.body(MobileSessionInfo.class)));
        token(area.delete("/api/user/mobile/session", "removeMobileSession", "Forgets an app of the caller"))
                .permission(own)
                .handle(call -> save(call, token(call), null));
    }

    private static Routes.Builder token(Routes.Builder route) {
        return route.required("xMobileToken", String.class, "The app's push token; also as header X-Mobile-Token");
    }

    private static String token(Call call) {
        String token = call.requiredText("xMobileToken");
        if (token.isBlank() || token.length() > MAX_TOKEN) {
            throw Problem.badRequest("Parameter 'xMobileToken' must have 1 to " + MAX_TOKEN + " characters");
        }
        return token;
    }

    private @Nullable Object get(Call call) {
        ObjectNode all = read(parts.settings().find(call.actor().userId(), KEY));
        return all.get(token(call));
    }

    private @Nullable Object save(Call call, String token, @Nullable MobileSessionInfo info) {
        Actor actor = call.actor();
        if (actor.publicLink()) {
            throw Problem.forbidden("The visitor of a public link has no apps");
        }
        parts.platform().gate().change(actor, actor.tenantId(), change -> {
            UUID user = actor.userId();
            ObjectNode all = read(parts.settings().find(change, user, KEY));
            all.remove(token);
            if (info != null) {
                Long time = info.fcmTokenTimestamp();
                all.putObject(token)
                        .put(TIME, time == null ? parts.platform().clock().millis() : time);
            }
            while (all.size() > MAX_SESSIONS) {
                all.remove(all.fieldNames().next());
            }
            parts.settings().put(change, user, KEY, all.toString());
            return all;
        });
        return null;
    }

    private static ObjectNode read(Optional<String> text) {
        return Json.read(text.orElse("{}"), ObjectNode.class);
    }
}
