package io.atrium.entity;

import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.base.Ref;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How an answer names what its reader may not read: by what it is, never by its name, address or id. */
public final class Shown {

    private static final String BEHIND = " (by ";

    static final String TENANT_SIDE = "the tenant's administrators";
    static final String OTHER_SIDE = "another owner's administrators";

    private Shown() {}

    public static String name(Scope scope, Entry entry) {
        return scope.may(Operation.READ, entry) ? entry.name() : word(scope.directory(), entry);
    }

    public static Ref ref(Scope scope, Entry entry) {
        Ref ref = scope.directory().ref(entry);
        return scope.may(Operation.READ, entry) ? ref : new Ref(ref.kind(), Ref.NULL_ID);
    }

    /** Who did something: the address for those who may read the user, else on which side the user is. */
    public static String doer(Scope scope, Entry user) {
        if (scope.may(Operation.READ, user)) {
            return user.name();
        }
        return user.owner() == AccessModel.TENANT ? TENANT_SIDE : OTHER_SIDE;
    }

    /**
     * The name under which something was done, for a reader who may not read every user.
     *
     * @param user null if that is not known
     * @param name as it was written down, maybe with who was behind the user
     */
    public static String doer(Scope scope, @Nullable UUID user, String name) {
        Entry entry = user == null ? null : scope.directory().find(user).orElse(null);
        if (entry == null || !scope.may(Operation.READ, entry)) {
            return entry == null ? "(somebody who is gone)" : doer(scope, entry);
        }
        String plain = plain(name);
        return plain.equals(name) ? name : plain + BEHIND + TENANT_SIDE + ")";
    }

    /** The name of a user as it is, without who was behind him. */
    public static String plain(String name) {
        int behind = name.indexOf(BEHIND);
        return behind < 0 ? name : name.substring(0, behind);
    }

    private static String word(Directory directory, Entry entry) {
        return "(" + directory.kindName(entry).toLowerCase(Locale.ROOT).replace('_', ' ') + ")";
    }
}
