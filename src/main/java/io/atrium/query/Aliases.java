package io.atrium.query;

import io.atrium.access.AccessEngine.Subject;
import io.atrium.access.AccessModel;
import io.atrium.base.Ref;
import io.atrium.entity.Directory;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.Scope;
import java.util.Optional;

/** Finds the entities that references name, some of which depend on who asks. Asks for no rights; callers do. */
record Aliases(Scope scope) {

    Optional<Entry> find(String field, AliasEntityId alias) {
        String name = alias.aliasEntityType();
        if (name == null || name.isEmpty()) {
            name = QueryLimits.required(field + ".entityType", alias.entityType());
        }
        Directory directory = scope.directory();
        Entry owner = scope.owner();
        return switch (name) {
            case "CURRENT_TENANT" -> Optional.of(directory.tenant());
            case "CURRENT_CUSTOMER" -> owner.ordinal() == AccessModel.TENANT ? Optional.empty() : Optional.of(owner);
            case "CURRENT_USER" ->
                scope.subject() instanceof Subject.User(int user)
                        ? Optional.of(directory.entry(user))
                        : Optional.empty();
            case "CURRENT_USER_OWNER" -> Optional.of(owner);
            default -> {
                Optional<Kind<?>> kind = Names.kind(directory.kinds(), field + ".entityType", name);
                var id = Names.id(field + ".id", alias.id());
                yield kind.flatMap(k -> directory.find(new Ref(k.name(), id)));
            }
        };
    }
}
