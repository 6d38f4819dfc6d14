package io.atrium.sharing;

import io.atrium.base.Ref;
import io.atrium.sharing.AccessPreview.Thing;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer that was just made.
 *
 * @param changed what it owns now
 * @param activationLink with which the first user chooses a password
 * @param undo the way back, for {@code POST /api/access/change/undo}
 */
public record OnboardedCustomer(
        Ref customer,
        String title,
        List<Thing> changed,
        List<UUID> grantIds,
        @Nullable Ref user,
        Invitations.@Nullable Invitation activationLink,
        AccessUndo undo) {}
