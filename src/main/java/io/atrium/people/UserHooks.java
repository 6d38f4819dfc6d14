package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.access.TypeTable;
import io.atrium.base.Authority;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.VisibleText;
import io.atrium.entity.Change;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Mark;
import io.atrium.entity.Scope;
import io.atrium.entity.WaysIn;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What belongs to saving, moving and deleting a user (access-model 4.2). */
final class UserHooks implements KindHooks {

    /** Largest {@code additionalInfo}, in characters of JSON. */
    static final int MAX_INFO = 65_536;

    /** Longest first name, last name or phone number, in characters. */
    static final int MAX_TEXT = 255;

    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>\"(),:;\\\\\\[\\]\\p{Cntrl}\\p{Cf}]{1,64}"
            + "@[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?(\\.[\\p{L}\\p{N}]([\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?)*");

    private final Parts parts;
    private final Credentials credentials;
    private final RightsComparison rights;

    UserHooks(Parts parts, Credentials credentials, RightsComparison rights) {
        this.parts = parts;
        this.credentials = credentials;
        this.rights = rights;
    }

    @Override
    public void prepare(Change change, Scope scope, ObjectNode document, @Nullable Entry before) {
        String email = requireEmail(document.path("email").asText(""));
        document.put("email", email);
        if (before == null || !before.name().equals(email)) {
            WaysIn.requireLogIn(scope.actor());
        }
        requireFreeEmail(change, scope, email, before);
        for (String field : List.of("firstName", "lastName", "phone")) {
            limit(document, field);
            String text = document.path(field).textValue();
            if (text != null) {
                VisibleText.require(field, text);
                document.put(field, VisibleText.plain(text));
            }
        }
        tidyInfo(scope, document, before);
        Ref tenant = EntityChanges.ref(document, "tenantId");
        if (tenant != null
                && !Ref.isNone(tenant)
                && !tenant.id().equals(change.directory().tenantId())) {
            throw Problem.badRequest("Field 'tenantId' cannot be chosen; it is the tenant of whoever makes the user");
        }
        if (before != null) {
            requireAuthority(change, before, document);
            if (!Emails.key(before.name()).equals(Emails.key(email))) {
                rights.require(scope, before);
            }
        }
    }

    /** Addresses are unique over all tenants; who does not see whose one is is not told often that it is taken. */
    private void requireFreeEmail(Change change, Scope scope, String email, @Nullable Entry before) {
        if (before != null && Emails.key(before.name()).equals(Emails.key(email))) {
            return;
        }
        change.requireFewProbes();
        UUID holder = parts.accountStore()
                .holder(change, email)
                .filter(id -> before == null || !id.equals(before.id()))
                .orElse(null);
        if (holder == null) {
            return;
        }
        boolean seen = change.directory()
                .find(holder)
                .filter(entry -> scope.may(Operation.READ, entry))
                .isPresent();
        if (!seen) {
            change.toldOfHidden();
        }
        throw AccountStore.taken(email);
    }

    static String requireEmail(String text) {
        String email = Emails.tidy(text);
        if (email.isEmpty()) {
            throw Problem.badRequest("User email should be specified!");
        }
        if (email.length() > MAX_TEXT || !EMAIL.matcher(email).matches()) {
            throw Problem.badRequest(
                    "Invalid email address format of field 'email', at most " + MAX_TEXT + " characters");
        }
        return email;
    }

    private static void limit(ObjectNode document, String field) {
        if (document.path(field).asText("").length() > MAX_TEXT) {
            throw Problem.badRequest("Field '" + field + "' is longer than " + MAX_TEXT + " characters");
        }
    }

    private static void tidyInfo(Scope scope, ObjectNode document, @Nullable Entry before) {
        JsonNode sent = document.path("additionalInfo");
        if (sent.isMissingNode() || sent.isNull()) {
            return;
        }
        if (!(sent instanceof ObjectNode info)) {
            throw Problem.badRequest("Field 'additionalInfo' must be an object");
        }
        info.remove(UserViews.ADDED);
        if (info.toString().length() > MAX_INFO) {
            throw Problem.badRequest("Field 'additionalInfo' is longer than " + MAX_INFO + " characters");
        }
        JsonNode former = before == null
                ? MissingNode.getInstance()
                : Accounts.document(scope.directory(), before).path("additionalInfo");
        for (String key : UserViews.DASHBOARDS) {
            JsonNode id = info.path(key);
            boolean same = id.asText("").equals(former.path(key).asText(""));
            if (!same && !id.isNull() && UserViews.dashboard(scope, id).isEmpty()) {
                throw Problem.badRequest("Field 'additionalInfo." + key + "' names no dashboard that you may read");
            }
        }
    }

    /** Authority follows from the owner; a caller may repeat it but not choose it. */
    private static void requireAuthority(Change change, Entry user, ObjectNode document) {
        Authority authority = PeopleKinds.authority(change.directory(), user);
        JsonNode sent = document.path("authority");
        if (!sent.isMissingNode() && !sent.isNull() && !sent.asText().equals(authority.name())) {
            throw Problem.badRequest("Field 'authority' must be " + authority + " for a user of this owner");
        }
    }

    @Override
    public void inserted(Change change, Scope scope, Entry entry, ObjectNode document) {
        requireAuthority(change, entry, document);
        credentials.create(change, entry.id(), entry.name());
        boolean ofTenant = !change.directory().tenantId().equals(Ref.NULL_ID);
        if (scope.actor().isSystem() && ofTenant) {
            joinAdministrators(change, entry);
        }
    }

    /** Without this nobody could ever give the first administrator of a tenant a right. */
    private static void joinAdministrators(Change change, Entry user) {
        change.facts()
                .marked(change.directory().tenant(), TypeTable.GROUP, Mark.TENANT_ADMINISTRATORS)
                .ifPresent(group -> change.addMember(group, user));
    }

    @Override
    public void updated(Change change, Scope scope, Entry before, Entry after, ObjectNode document) {
        if (!before.name().equals(after.name())) {
            parts.accountStore().changeEmail(change, after.id(), after.name());
        }
    }

    @Override
    public void deleting(Change change, Scope scope, Entry entry) {
        if (entry.id().equals(scope.actor().userId())) {
            throw Problem.badRequest("You cannot delete your own account");
        }
        rights.requireToEnd(scope, entry);
        requireAnotherAdministrator(change, entry, "deleted");
        parts.settings().removeAll(change, entry.id());
        change.publish(new SessionsEnded(change.directory().tenantId(), entry.id(), null));
    }

    @Override
    public void changingOwner(Change change, Scope scope, Entry entry, Entry newOwner) {
        if (newOwner.ordinal() != entry.owner()) {
            rights.requireToEnd(scope, entry);
            requireAnotherAdministrator(change, entry, "moved");
        }
        credentials.endWaysIn(change, entry.id());
    }

    private void requireAnotherAdministrator(Change change, Entry user, String verb) {
        Entry tenant = change.directory().tenant();
        if (user.owner() == tenant.ordinal()
                && change.owned(tenant, TypeTable.USER)
                        .noneMatch(other -> !other.id().equals(user.id()))) {
            throw Problem.badRequest("The last administrator of a tenant cannot be " + verb);
        }
        credentials.administrators().requireOthersThan(change, user);
    }
}
