package io.atrium.tenant;

import io.atrium.http.Reply;
import io.atrium.http.Routes;
import org.jspecify.annotations.Nullable;

/** The routes of the installation's settings and state. */
final class AdminApi {

    private static final String HELP = "/api/docs";
    private static final String SYSTEM = "System administrator";

    private final SystemSettings settings;
    private final TenantFeature.About about;

    AdminApi(SystemSettings settings, TenantFeature.About about) {
        this.settings = settings;
        this.about = about;
    }

    /** Which optional parts of the product are at work. */
    record FeaturesInfo(
            boolean whiteLabelingEnabled,
            boolean emailEnabled,
            boolean smsEnabled,
            boolean notificationEnabled,
            boolean oauthEnabled,
            boolean twoFaEnabled) {}

    /** The version at work; the server asks nobody for newer ones, so it never knows of any. */
    record UpdateMessage(
            boolean updateAvailable,
            String currentVersion,
            @Nullable String latestVersion,
            @Nullable String upgradeInstructionsUrl,
            @Nullable String currentVersionReleaseNotesUrl,
            @Nullable String latestVersionReleaseNotesUrl) {}

    void routes(Routes routes) {
        Routes.Area area = routes.area("Admin");
        settings(area);
        state(area);
        routes.area("UiSettings")
                .get("/api/uiSettings/helpBaseUrl", "getHelpBaseUrl", "Where the documentation stands")
                .permission("None")
                .answersText()
                .handle(call -> Reply.text(HELP));
    }

    private void settings(Routes.Area area) {
        area.get(
                        "/api/admin/settings/{key}",
                        "getAdminSettings",
                        "The settings general or mail, also before anybody saved them; secrets are masked")
                .callers(Routes.SYSTEM_AND_TENANT)
                .permission("System administrator, or ADMIN_SETTINGS READ")
                .query("systemByDefault", Boolean.class, "True to fall back to the system's settings")
                .answers(AdminSettings.class)
                .handle(call -> settings.get(call.actor(), call.path("key"), call.flag("systemByDefault", false)));
        area.post(
                        "/api/admin/settings",
                        "saveAdminSettings",
                        "Changes the settings general or mail; secrets that are left out or masked stay")
                .callers(Routes.SYSTEM_AND_TENANT)
                .permission("System administrator, or ADMIN_SETTINGS WRITE")
                .body(AdminSettings.class)
                .answers(AdminSettings.class)
                .handle(call -> settings.save(call.actor(), call.body(AdminSettings.class)));
    }

    private void state(Routes.Area area) {
        area.get("/api/admin/featuresInfo", "getFeaturesInfo", "Which optional parts are at work")
                .callers(Routes.SYSTEM)
                .permission(SYSTEM)
                .answers(FeaturesInfo.class)
                .handle(call -> new FeaturesInfo(false, settings.hasMail(), false, false, false, false));
        area.get("/api/admin/systemInfo", "getSystemInfo", "Use of processors, memory and disk")
                .callers(Routes.SYSTEM)
                .permission(SYSTEM)
                .answers(SystemInfo.class)
                .handle(call -> SystemInfo.measure(about.dataFolder()));
        area.get("/api/admin/updates", "checkUpdates", "The version at work; nobody is asked for newer ones")
                .callers(Routes.SYSTEM)
                .permission(SYSTEM)
                .answers(UpdateMessage.class)
                .handle(call -> new UpdateMessage(false, about.version(), about.version(), null, null, null));
    }
}
