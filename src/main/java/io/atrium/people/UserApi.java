package io.atrium.people;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.AccessModel;
import io.atrium.access.Operation;
import io.atrium.base.Actor;
import io.atrium.base.Authority;
import io.atrium.base.PageLink;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.BodyEdit;
import io.atrium.entity.Entities;
import io.atrium.entity.Entities.Form;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.KindRoutes;
import io.atrium.entity.Listing;
import io.atrium.entity.SaveOptions;
import io.atrium.entity.Scope;
import io.atrium.http.BodySize;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Users: lists, saving and deleting (access-model 4.2). */
final class UserApi {

    private static final Logger LOG = Logger.getLogger(UserApi.class);
    private static final List<String> INFO_SORTS = List.of("createdTime", "firstName", "lastName", "email");

    private final Parts parts;
    private final ActivationMails mails;
    private final UserViews views;

    UserApi(Parts parts, ActivationMails mails, UserViews views) {
        this.parts = parts;
        this.mails = mails;
        this.views = views;
    }

    void routes(Routes routes, EntityChanges changes) {
        KindRoutes users = new KindRoutes(
                routes, "User", PeopleKinds.USER, "user", parts.platform().entities(), changes);
        users.list("/api/userInfos/all", "getAllUserInfos", Form.INFO).own();
        users.list("/api/customer/{customerId}/userInfos", "getCustomerUserInfos", Form.INFO)
                .ofCustomer(true);
        users.list("/api/customer/{customerId}/users", "getCustomerUsers", Form.PLAIN)
                .ofCustomer(false);
        users.list("/api/user/users", "getUserUsers", Form.PLAIN).readable();
        users.list("/api/entityGroup/{entityGroupId}/users", "getUsersByEntityGroupId", Form.PLAIN)
                .ofGroup();
        users.callers(Routes.ANY);
        users.byIds("/api/users/list", "getUsersByIds", "userIds", Form.PLAIN);
        users.byIds("/api/users", "getUsersByIdsOldPath", "userIds", Form.PLAIN);
        ownRoutes(users.area(), users.sorts());
        single(users.area(), changes);
    }

    private void ownRoutes(Routes.Area area, List<String> sorts) {
        area.get("/api/customer/users", "getAllCustomerUsers", "All users of customers")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on each user; others are left out")
                .page(sorts)
                .answersPage(User.class)
                .handle(call -> parts.platform()
                        .entities()
                        .page(
                                call.actor(),
                                PeopleKinds.USER,
                                Listing.of(new Listing.Source.Own(true))
                                        .where(view -> view.entry().owner() != AccessModel.TENANT),
                                call.pageLink(),
                                Form.PLAIN));
        area.get("/api/tenant/{tenantId}/users", "getTenantAdmins", "The administrators of a tenant")
                .callers(Routes.SYSTEM)
                .permission("None beyond being a system administrator")
                .page(sorts)
                .answersPage(User.class)
                .handle(this::tenantAdministrators);
        area.get("/api/users/info", "findUsersByQuery", "Users by part of the e-mail or the names")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on each user; others are left out")
                .page(INFO_SORTS)
                .answersPage(UserEmailInfo.class)
                .handle(this::search);
    }

    private void single(Routes.Area area, EntityChanges changes) {
        area.get("/api/user/{userId}", "getUserById", "One by its id")
                .permission("READ on the user, or being it")
                .answers(User.class)
                .handle(call -> views.show(call.actor(), call.id("userId")));
        area.get("/api/user/info/{userId}", "getUserInfoById", "One by its id, with owner name and groups")
                .permission("READ on the user")
                .answers(UserInfo.class)
                .handle(call -> {
                    Scope scope = views.scope(call.actor(), call.id("userId"));
                    return scope.read(() -> parts.platform()
                            .entities()
                            .json(
                                    scope,
                                    scope.require(Operation.READ, PeopleKinds.USER, call.id("userId")),
                                    Form.INFO));
                });
        Routes.Builder save = area.post("/api/user", "saveUser", "Creates a user, or changes the one of the given id")
                .permission("CREATE for the owner and ADD_TO_GROUP on the groups, or WRITE on the user");
        KindRoutes.groupParams(save)
                .query(
                        "sendActivationMail",
                        Boolean.class,
                        "Whether a new user gets the activation link by mail; true if absent. If no mail goes out, the"
                                + " header X-Atrium-Notice of the answer says so")
                .body(User.class)
                .upTo(BodySize.LARGE)
                .answers(User.class)
                .handle(call -> save(call, changes));
        area.delete("/api/user/{userId}", "deleteUser", "Deletes one with its keys and settings")
                .permission("DELETE on the user; never oneself, nor a tenant's last administrator")
                .handle(call -> {
                    Scope scope = views.scope(call.actor(), call.id("userId"));
                    UUID tenant = scope.directory().tenantId();
                    parts.platform().gate().change(call.actor(), tenant, change -> {
                        Entry user = scope.require(Operation.DELETE, PeopleKinds.USER, call.id("userId"));
                        changes.deleteIn(change, scope, user);
                        return user;
                    });
                    return null;
                });
    }

    // ---- lists -------------------------------------------------------------------------------------------------

    private Object tenantAdministrators(Call call) {
        Scope scope = parts.platform().scopes().of(call.actor(), call.id("tenantId"));
        PageLink link = call.pageLink();
        Entities entities = parts.platform().entities();
        Listing all = Listing.of(new Listing.Source.Readable());
        return entities.page(scope, PeopleKinds.USER, all, link, entry -> entities.document(scope, entry, Form.PLAIN));
    }

    private Object search(Call call) {
        Scope scope = parts.platform().scopes().of(call.actor());
        PageLink asked = call.pageLink();
        PageLink link = new PageLink(asked.pageSize(), asked.page(), "", asked.sortProperty(), asked.ascending());
        String part = asked.textSearch().toLowerCase(Locale.ROOT);
        Listing found = Listing.of(new Listing.Source.Readable()).where(view -> matches(view, part));
        return parts.platform().entities().page(scope, PeopleKinds.USER, found, link, UserApi::emailInfo);
    }

    private static boolean matches(Kind.EntityView view, String part) {
        if (view.entry().name().toLowerCase(Locale.ROOT).contains(part)) {
            return true;
        }
        JsonNode document = BodyEdit.read(view.entry().body());
        return document.path("firstName").asText("").toLowerCase(Locale.ROOT).contains(part)
                || document.path("lastName").asText("").toLowerCase(Locale.ROOT).contains(part);
    }

    private static UserEmailInfo emailInfo(Entry entry) {
        JsonNode document = BodyEdit.read(entry.body());
        return new UserEmailInfo(
                new Ref(PeopleKinds.USER.name(), entry.id()),
                entry.name(),
                document.path("firstName").textValue(),
                document.path("lastName").textValue());
    }

    // ---- saving ------------------------------------------------------------------------------------------------

    private Object save(Call call, EntityChanges changes) {
        ObjectNode document = EntityChanges.parse(PeopleKinds.USER, call.body());
        Actor actor = call.actor();
        Ref id = EntityChanges.ref(document, "id");
        boolean isNew = id == null || id.id() == null;
        UUID tenant = tenant(actor, document, isNew ? null : id);
        Scope scope = parts.platform().scopes().of(actor, tenant);
        SaveOptions options = KindRoutes.options(call);
        if (isNew) {
            scope.read(() -> {
                options.groups().forEach(group -> requireGroup(scope, group));
                return true;
            });
        }
        boolean mailWanted = call.flag("sendActivationMail", true);
        Entry user = changes.save(actor, tenant, PeopleKinds.USER, document, options);
        Reply reply = scope.read(() -> parts.platform().entities().json(scope, user, Form.PLAIN));
        return isNew && mailWanted ? withMail(actor, user, reply) : reply;
    }

    /** A system administrator makes users in the tenant of the document, everybody else in the own one. */
    private UUID tenant(Actor actor, ObjectNode document, @Nullable Ref id) {
        if (!actor.isSystem()) {
            return actor.tenantId();
        }
        if (id != null) {
            return parts.accountStore().tenantOf(id.id()).orElseThrow(Problem::notFound);
        }
        String authority = document.path("authority").asText("");
        Ref tenant = EntityChanges.ref(document, "tenantId");
        if (authority.equals(Authority.SYS_ADMIN.name())) {
            return Ref.NULL_ID;
        }
        if (!authority.equals(Authority.TENANT_ADMIN.name()) || tenant == null || Ref.isNone(tenant)) {
            throw Problem.badRequest(
                    "Field 'authority' must be SYS_ADMIN, or TENANT_ADMIN together with field 'tenantId'");
        }
        return tenant.id();
    }

    /** A user group carries rights, so whoever fills it must be allowed to; seeing it is not enough. */
    private static void requireGroup(Scope scope, UUID group) {
        Entry entry = scope.require(Operation.READ, new Ref("ENTITY_GROUP", group));
        Set<Operation> byRole =
                scope.directory().access().groupPermissions(scope.subject()).getOrDefault(entry.ordinal(), Set.of());
        if (!byRole.contains(Operation.CREATE)) {
            scope.require(Operation.ADD_TO_GROUP, entry);
        }
    }

    private Reply withMail(Actor actor, Entry user, Reply reply) {
        if (!parts.mailer().isOn()) {
            return AuthApi.notice(
                    reply, "No mail server is configured, so no mail went out; hand over the activation link");
        }
        try {
            Account account = parts.accountStore().byId(user.id()).orElseThrow(Problem::notFound);
            mails.send(actor, account);
            return reply;
        } catch (Problem e) {
            LOG.warn("An activation mail was not sent", e);
            return AuthApi.notice(reply, "The mail could not be sent; hand over the activation link");
        }
    }
}
