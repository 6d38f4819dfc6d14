package io.atrium.access;

/** What generic roles of a target's owner, or of one above, must name to give the target away. */
final class Ownership {

    private static final int GROUPS = Operation.SHARE_GROUP.bit() | 1 << Operation.WRITE.ordinal();
    private static final int THINGS = 1 << Operation.WRITE.ordinal();

    private final String members;
    private final String resource;
    private final boolean group;

    Ownership(AccessModel model, int target) {
        AccessModel.Group facts = model.group(target);
        group = facts != null;
        members = model.types().name(facts == null ? model.typeOf(target) : facts.memberType());
        resource = group ? Vocabulary.groupResource(members) : members;
    }

    /** The resource of the thing, or of a group's members. */
    String members() {
        return members;
    }

    /** The resource of the thing or group itself. */
    String resource() {
        return resource;
    }

    /** True if operations on the resource let somebody share the target (access-model 3.2). */
    boolean mayShare(int mask) {
        return (mask & (group ? GROUPS : THINGS)) != 0;
    }
}
