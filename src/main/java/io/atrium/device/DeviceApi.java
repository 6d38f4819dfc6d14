package io.atrium.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.BulkImportRequest;
import io.atrium.entity.BulkImportResult;
import io.atrium.entity.BulkImports;
import io.atrium.entity.Entities.Form;
import io.atrium.entity.EntityChanges;
import io.atrium.entity.Entry;
import io.atrium.entity.Kind;
import io.atrium.entity.KindRoutes;
import io.atrium.entity.Platform;
import io.atrium.entity.RelationSearch;
import io.atrium.entity.SaveOptions;
import io.atrium.entity.Scope;
import io.atrium.entity.ThingRoutes;
import io.atrium.http.BodySize;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The routes of devices (access-model 4.8, device-data-api 7.1). */
final class DeviceApi {

    private static final Kind<Device> KIND = DeviceKinds.DEVICE;

    private final Platform platform;
    private final EntityChanges changes;
    private final CredentialsChanges credentials;
    private final BulkImports imports;

    DeviceApi(Platform platform, EntityChanges changes, CredentialsChanges credentials, BulkImports imports) {
        this.platform = platform;
        this.changes = changes;
        this.credentials = credentials;
        this.imports = imports;
    }

    void add(Routes routes) {
        KindRoutes common = new KindRoutes(routes, "Device", KIND, "device", platform.entities(), changes);
        saving(common.area());
        common.byId("getDeviceById")
                .infoById("getDeviceInfoById")
                .delete("deleteDevice")
                .byIds("/api/devices", "getDevicesByIds", "deviceIds", Form.PLAIN)
                .callers(Routes.TENANT)
                .byName("/api/tenant/device", "getTenantDeviceByName", "deviceName")
                .callers(Routes.TENANT_AND_CUSTOMER);
        new ThingRoutes(common)
                .lists(
                        infos -> infos.byProfile("deviceProfileId").where("active", Boolean.class, DeviceApi::isActive),
                        readable -> readable.bySubtype("type"))
                .search(
                        DeviceSearchQuery.class,
                        query ->
                                new RelationSearch.Query(query.parameters(), query.relationType(), query.deviceTypes()))
                .types();
        common.area()
                .post("/api/device/bulk_import", "processDevicesBulkImport", "Creates or changes devices by CSV lines")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("CREATE or WRITE for each line")
                .body(BulkImportRequest.class)
                .upTo(BodySize.LARGE)
                .answers(BulkImportResult.OfDevices.class)
                .handle(call -> imports.run(
                                call.actor(),
                                call.body(BulkImportRequest.class),
                                new DeviceImport(changes, credentials),
                                call::requireLogIn)
                        .ofDevices());
    }

    private static boolean isActive(Kind.EntityView view, String wanted) {
        if (!wanted.equals("true") && !wanted.equals("false")) {
            throw Problem.badRequest("Parameter 'active' must be true or false");
        }
        return Boolean.valueOf(wanted).equals(DeviceKinds.active(view));
    }

    // ---- save --------------------------------------------------------------------------------------------------

    private void saving(Routes.Area area) {
        Routes.Builder save = area.post(
                        "/api/device", "saveDevice", "Creates a device, or changes the one of the given id")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("CREATE for the owner or the groups, or WRITE on the device")
                .query("accessToken", String.class, "The token of the device; random for a new device if absent");
        KindRoutes.conflictParams(KindRoutes.groupParams(save))
                .body(Device.class)
                .upTo(BodySize.LARGE)
                .answers(Device.class)
                .handle(call -> {
                    Optional<String> token = call.text("accessToken").filter(text -> !text.isEmpty());
                    ObjectNode document = EntityChanges.parse(KIND, call.body());
                    return save(
                            call, document, token.map(CheckedCredentials::token).orElse(null));
                });
        Routes.Builder both = area.post(
                        "/api/device-with-credentials",
                        "saveDeviceWithCredentials",
                        "Creates or changes a device together with its credentials")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission("CREATE for the owner or the groups, or WRITE and WRITE_CREDENTIALS on the device");
        KindRoutes.conflictParams(KindRoutes.groupParams(both))
                .body(SaveDeviceWithCredentialsRequest.class)
                .upTo(BodySize.LARGE)
                .answers(Device.class)
                .handle(this::saveBoth);
    }

    private Reply saveBoth(Call call) {
        ObjectNode tree = call.body(ObjectNode.class);
        SaveDeviceWithCredentialsRequest request = Json.bind(tree, SaveDeviceWithCredentialsRequest.class);
        DeviceCredentials sent = request.credentials();
        if (request.device() == null || sent == null) {
            throw Problem.badRequest("Fields 'device' and 'credentials' must be specified");
        }
        ObjectNode document = EntityChanges.parse(KIND, Json.bytes(tree.get("device")));
        return save(call, document, CheckedCredentials.of(sent));
    }

    private Reply save(Call call, ObjectNode document, @Nullable CheckedCredentials wanted) {
        SaveOptions options = KindRoutes.options(call);
        Scope scope = platform.scopes().of(call.actor());
        boolean isNew = document.path("id").path("id").asText("").isEmpty();
        Entry saved = platform.gate().change(call.actor(), call.actor().tenantId(), change -> {
            Entry entry = changes.saveIn(change, scope, KIND, document, options);
            if (wanted != null) {
                if (!isNew) {
                    scope.require(Operation.WRITE_CREDENTIALS, entry);
                }
                credentials.choose(change, scope, entry, wanted, null);
            }
            return entry;
        });
        return scope.read(() -> platform.entities().json(scope, saved, Form.PLAIN));
    }
}
