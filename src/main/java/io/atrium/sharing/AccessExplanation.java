package io.atrium.sharing;

import io.atrium.access.Explanation;
import io.atrium.base.Ref;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a user may or may not do something.
 *
 * @param reason the rule that decided
 * @param text one sentence for people
 * @param path the facts that the decision rests on, from the user to the thing; for a no, as far as it reaches
 */
public record AccessExplanation(boolean allowed, Explanation.Reason reason, String text, List<Step> path) {

    /**
     * One fact on the way from a user to a thing.
     *
     * @param step USER, USER_GROUP, OWNER, ROLE, GRANT, PASSED_ON (the grant that the one before rests on, by the name of who
     *     passed it on), ENTITY_GROUP or ENTITY
     * @param since when it became so, in milliseconds; null where it always was
     * @param until when it ends; null for never
     * @param by e-mail of the user who made it so, or on which side that user is for readers who may not read the user;
     *     null for the platform, or if that user is gone
     */
    public record Step(
            String step,
            Ref id,
            String name,
            @Nullable Long since,
            @Nullable Long until,
            @Nullable String by) {}
}
