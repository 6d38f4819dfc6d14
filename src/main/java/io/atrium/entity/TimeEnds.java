package io.atrium.entity;

import io.atrium.access.Grant;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets what was passed on end for good with grants that end by themselves. Up to which moment that was done is stored, so
 * that no end is missed while the server is down; a clock that is put back sets the moment back, too. Guarded by the
 * directory's lock.
 */
final class TimeEnds {

    private long followedTo;
    /** Ended while the tenant was not loaded: out of the directory at once, but still in the database. */
    private final List<Grant> stored = new ArrayList<>();

    /** Takes out of a directory that is being loaded what has ended meanwhile, before anybody can ask. */
    void load(Directory directory, long storedFollowedTo, long now) {
        followedTo = storedFollowedTo;
        if (isDue(directory, now)) {
            stored.addAll(directory.access().lapsed(followedTo, now));
            stored.forEach(grant -> directory.model().removeGrant(grant.id()));
        }
    }

    /** True if a grant has ended by time since the last look, or the clock was put back. */
    boolean isDue(Directory directory, long now) {
        return !stored.isEmpty() || now < followedTo || directory.model().endsBetween(followedTo, now);
    }

    /** Ends what rested on what ended since the last look, with an entry on the audit log for each. */
    void follow(Change change) {
        Directory directory = change.directory();
        List<Grant> over = new ArrayList<>(stored);
        over.addAll(directory.access().lapsed(followedTo, change.now()));
        over.forEach(change::endGrant);
        GrantStore.endsFollowed(change.sql(), directory.tenantId(), change.now());
        change.facts().then(() -> {
            stored.clear();
            followedTo = change.now();
        });
    }
}
