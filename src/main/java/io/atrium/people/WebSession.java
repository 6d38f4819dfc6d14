package io.atrium.people;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the web app is told about its log-in; the tokens themselves stay in cookies that no script can read.
 *
 * @param csrfToken to send as {@code X-Atrium-Csrf} with every call that changes something
 * @param userId who logged in, also while looking on as another
 * @param expiresAt when the session must be refreshed, in milliseconds
 * @param mapTiles address of map tiles; empty for the map that is part of the app
 * @param viewingAs the user that is looked on as; absent if there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WebSession(
        String csrfToken,
        UUID userId,
        long expiresAt,
        String mapTiles,
        @Nullable ViewingAs viewingAs) {

    /**
     * A look at what somebody else sees.
     *
     * @param name the name of the user that is looked on as
     * @param until when the look ends, in milliseconds
     * @param by the name of who looks
     */
    record ViewingAs(UUID userId, String name, long until, String by) {}
}
