package io.atrium.people;

import io.atrium.entity.Change;
import java.util.List;
import java.util.UUID;

/** What hangs on a customer in the database besides entities of its own. */
final class CustomerStore {

    /** Removes stored settings of the computed groups All, and the grants to and on them. */
    void removeComputedGroups(Change change, List<UUID> groups) {
        UUID[] ids = groups.toArray(UUID[]::new);
        change.sql()
                .createUpdate("delete from access_grant where subject_id = any(:ids) or target_id = any(:ids)")
                .bindByType("ids", ids, UUID[].class)
                .execute();
        change.sql()
                .createUpdate("delete from entity where id = any(:ids)")
                .bindByType("ids", ids, UUID[].class)
                .execute();
    }
}
