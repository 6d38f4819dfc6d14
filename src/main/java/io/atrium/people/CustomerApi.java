package io.atrium.people;

import io.atrium.access.Operation;
import io.atrium.base.Authority;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Directory;
import io.atrium.entity.Entities.Form;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.KindRoutes;
import io.atrium.entity.Listing;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Customers (access-model 4.4). */
final class CustomerApi {

    private final Platform platform;

    CustomerApi(Platform platform) {
        this.platform = platform;
    }

    /** What everybody who reads a customer sees first. */
    record CustomerBrief(Ref customerId, String title, boolean isPublic) {}

    void routes(Routes routes, EntityChanges changes) {
        KindRoutes customers =
                new KindRoutes(routes, "Customer", PeopleKinds.CUSTOMER, "customer", platform.entities(), changes);
        customers.byId("getCustomerById").infoById("getCustomerInfoById").save("saveCustomer");
        customers
                .list("/api/customerInfos/all", "getAllCustomerInfos", Form.INFO)
                .own();
        customers
                .list("/api/customer/{customerId}/customerInfos", "getCustomerCustomerInfos", Form.INFO)
                .ofCustomer(true);
        customers.list("/api/user/customers", "getUserCustomers", Form.PLAIN).readable();
        customers
                .list("/api/entityGroup/{entityGroupId}/customers", "getCustomersByEntityGroupId", Form.PLAIN)
                .ofGroup();
        customers.byIds("/api/customers/list", "getCustomersByIds", "customerIds", Form.PLAIN);
        Routes.Area area = customers.area();
        ownRoutes(area, customers.sorts());
        area.delete("/api/customer/{customerId}", "deleteCustomer", "Deletes one; refused while it owns anything")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("DELETE on the customer, and with cascade on everything that it owns")
                .query(
                        "cascade",
                        Boolean.class,
                        "Whether to delete all that it and its sub-customers own; false if absent")
                .handle(call -> delete(call, changes));
    }

    private void ownRoutes(Routes.Area area, List<String> sorts) {
        area.get("/api/customers", "getCustomers", "The tenant's own customers; without a page those of customerIds")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on each customer; others are left out")
                .page(sorts)
                .queryList("customerIds", UUID.class, false, "Ids, in calls without a page")
                .answersPage(Customer.class)
                .handle(this::customers);
        area.get("/api/tenant/customers", "getTenantCustomer", "One by its title")
                .callers(Routes.TENANT)
                .permission("READ on the customer")
                .required("customerTitle", String.class, "The whole title")
                .answers(Customer.class)
                .handle(call -> platform.entities()
                        .byName(call.actor(), PeopleKinds.CUSTOMER, call.requiredText("customerTitle"), Form.PLAIN));
        area.get("/api/customer/{customerId}/shortInfo", "getShortCustomerInfoById", "Title, and whether it is public")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the customer")
                .answers(CustomerBrief.class)
                .handle(call -> {
                    Entry customer = readable(call);
                    return new CustomerBrief(Ref.customer(customer.id()), customer.name(), isPublic(call, customer));
                });
        area.get("/api/customer/{customerId}/title", "getCustomerTitleById", "The title, as a JSON string")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("READ on the customer")
                .answers(String.class)
                .handle(call -> Reply.json(Json.bytes(readable(call).name())));
    }

    private Object customers(Call call) {
        if (!call.hasPage() && call.has("customerIds")) {
            return platform.entities()
                    .list(call.actor(), PeopleKinds.CUSTOMER, call.requiredIds("customerIds"), Form.PLAIN);
        }
        // The wire keeps this page for the tenant's users; only the form by ids is for everybody.
        if (call.actor().authority() == Authority.CUSTOMER_USER) {
            throw Problem.forbidden("You don't have permission to perform this operation!");
        }
        return platform.entities()
                .page(
                        call.actor(),
                        PeopleKinds.CUSTOMER,
                        Listing.of(new Listing.Source.Own(false)),
                        call.pageLink(),
                        Form.PLAIN);
    }

    private Entry readable(Call call) {
        Scope scope = platform.scopes().of(call.actor());
        return scope.read(() -> scope.require(Operation.READ, PeopleKinds.CUSTOMER, call.id("customerId")));
    }

    private @Nullable Object delete(Call call, EntityChanges changes) {
        Scope scope = platform.scopes().of(call.actor());
        boolean cascade = call.flag("cascade", false);
        platform.gate().change(call.actor(), call.actor().tenantId(), change -> {
            Entry customer = scope.require(Operation.DELETE, PeopleKinds.CUSTOMER, call.id("customerId"));
            if (cascade) {
                CustomerHooks.cascade(change, scope, customer, changes);
            }
            changes.deleteIn(change, scope, customer);
            return customer;
        });
        return null;
    }

    private boolean isPublic(Call call, Entry customer) {
        Directory directory = platform.directories().of(call.actor().tenantId());
        return directory.read(() -> Accounts.isPublic(directory, customer));
    }
}
