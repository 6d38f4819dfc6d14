package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.atrium.base.Ref;
import io.atrium.http.Routes;
import org.jspecify.annotations.Nullable;

/** Names, pictures and colours in place of the product's own; there are none yet, so clients get the defaults. */
final class LookApi {

    private static final String NAME = "Atrium";

    /** What clients show after a log-in; null for what they have by themselves. */
    record WhiteLabelingParams(
            @Nullable String logoImageUrl,
            @Nullable Integer logoImageHeight,
            String appTitle,
            @Nullable JsonNode favicon,
            @Nullable JsonNode paletteSettings,
            @Nullable String helpLinkBaseUrl,
            @Nullable String uiHelpBaseUrl,
            boolean enableHelpLinks,
            boolean whiteLabelingEnabled,
            boolean showNameVersion,
            String platformName,
            String platformVersion,
            @Nullable String customCss,
            boolean hideConnectivityDialog,
            boolean overrideTrendzName) {}

    /** What clients show before a log-in. */
    record LoginWhiteLabelingParams(
            @Nullable String logoImageUrl,
            @Nullable Integer logoImageHeight,
            String appTitle,
            @Nullable JsonNode favicon,
            @Nullable JsonNode paletteSettings,
            @Nullable String helpLinkBaseUrl,
            @Nullable String uiHelpBaseUrl,
            boolean enableHelpLinks,
            boolean whiteLabelingEnabled,
            boolean showNameVersion,
            String platformName,
            String platformVersion,
            @Nullable String customCss,
            boolean hideConnectivityDialog,
            boolean overrideTrendzName,
            @Nullable String pageBackgroundColor,
            boolean darkForeground,
            @Nullable Ref domainId,
            @Nullable String baseUrl,
            boolean prohibitDifferentUrl,
            @Nullable String adminSettingsId,
            boolean showNameBottom) {}

    void routes(Routes routes) {
        Routes.Area area = routes.area("WhiteLabeling");
        area.get("/api/whiteLabel/whiteLabelParams", "getWhiteLabelParams", "Name and looks after the log-in")
                .permission("None")
                .answers(WhiteLabelingParams.class)
                .handle(call -> new WhiteLabelingParams(
                        null,
                        null,
                        NAME,
                        null,
                        null,
                        null,
                        null,
                        false,
                        false,
                        false,
                        NAME,
                        SystemApi.CONTRACT,
                        null,
                        false,
                        false));
        area.get(
                        "/api/noauth/whiteLabel/loginWhiteLabelParams",
                        "getLoginWhiteLabelParams",
                        "Name and looks before the log-in")
                .anonymous()
                .permission("None")
                .answers(LoginWhiteLabelingParams.class)
                .handle(call -> new LoginWhiteLabelingParams(
                        null,
                        null,
                        NAME,
                        null,
                        null,
                        null,
                        null,
                        false,
                        false,
                        false,
                        NAME,
                        SystemApi.CONTRACT,
                        null,
                        false,
                        false,
                        null,
                        false,
                        null,
                        null,
                        false,
                        null,
                        false));
    }
}
