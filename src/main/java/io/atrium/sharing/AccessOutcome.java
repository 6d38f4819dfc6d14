package io.atrium.sharing;

import io.atrium.sharing.AccessPreview.Thing;
import java.util.List;
import java.util.UUID;

/**
 * What a change of access did.
 *
 * @param changed the things that have another owner, other groups or another share now
 * @param grantIds the grants of the shares
 * @param undo the way back, for {@code POST /api/access/change/undo}
 */
public record AccessOutcome(List<Thing> changed, List<UUID> grantIds, AccessUndo undo) {}
