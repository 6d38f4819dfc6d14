package io.atrium.entity;

import io.atrium.access.AccessEngine;
import io.atrium.access.AccessModel;
import io.atrium.access.Grant;
import io.atrium.access.Operation;
import org.jspecify.annotations.Nullable;

/**
 * By whose side relations are drawn. Only who administers both ends draws one for a side: what a receiver of a share draws is
 * shown to everybody who may read it, but is nobody's word on what belongs together.
 */
final class RelationSides {

    private RelationSides() {}

    /**
     * The side that a relation has once the caller has saved it. Who administers both ends says for his own side what they
     * are, unless one above has said so already; all others change nothing about it.
     *
     * @param former the relation as it was
     */
    static int of(Scope scope, Entry from, Entry to, @Nullable Relation former) {
        int before = former == null ? Grant.NONE : former.side();
        if (!administers(scope, from) || !administers(scope, to)) {
            return before;
        }
        int own = scope.owner().ordinal();
        boolean said = former != null
                && former.isOfOwners(scope.directory().model())
                && scope.directory().model().isInChain(before, own);
        return said ? before : own;
    }

    /** Things are administered; groups, roles and profiles, which nothing takes along, are only written. */
    private static boolean administers(Scope scope, Entry end) {
        Directory directory = scope.directory();
        AccessEngine access = directory.access();
        AccessModel.Group group = directory.model().group(end.ordinal());
        if (end.ordinal() == AccessModel.TENANT) {
            return scope.owner().ordinal() == AccessModel.TENANT;
        }
        if (group != null) {
            return access.checkGroupOwner(scope.subject(), Operation.WRITE, group.memberType(), end.owner());
        }
        return directory.kind(end).traits().groupable()
                ? access.administers(scope.subject(), end.type(), end.owner())
                : access.checkOwner(scope.subject(), Operation.WRITE, end.type(), end.owner());
    }
}
