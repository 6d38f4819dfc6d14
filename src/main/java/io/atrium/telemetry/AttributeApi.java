package io.atrium.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.base.Json;
import io.atrium.base.LeftOut;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.entity.Attributes;
import io.atrium.entity.AuditAction;
import io.atrium.entity.Entry;
import io.atrium.entity.KeyScope;
import io.atrium.entity.Latest.Stamped;
import io.atrium.entity.Platform;
import io.atrium.entity.Scope;
import io.atrium.http.BodySize;
import io.atrium.http.Call;
import io.atrium.http.Reply;
import io.atrium.http.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The routes of attributes (device-data-api 3.1). */
final class AttributeApi {

    private static final String BASE = "/api/plugins/telemetry";
    private static final String ENTITY = BASE + "/{entityType}/{entityId}";
    private static final String DEVICE = "DEVICE";
    private static final List<KeyScope> SCOPES =
            List.of(KeyScope.CLIENT_SCOPE, KeyScope.SHARED_SCOPE, KeyScope.SERVER_SCOPE);
    private static final String READS = "READ_ATTRIBUTES on the entity";
    private static final String WRITES = "WRITE_ATTRIBUTES on the entity";

    /** Stands in the audit log for what was taken and is not for its readers. */
    private static final String SECRET = "(taken)";

    private final Platform platform;
    private final Telemetry telemetry;

    AttributeApi(Platform platform, Telemetry telemetry) {
        this.platform = platform;
        this.telemetry = telemetry;
    }

    void add(Routes.Area area) {
        area.get(ENTITY + "/keys/attributes", "getAttributeKeys", "Keys of all attributes")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(READS)
                .answersList(String.class)
                .handle(call -> keys(call, SCOPES));
        area.get(ENTITY + "/keys/attributes/{scope}", "getAttributeKeysByScope", "Keys of the attributes of a scope")
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(READS)
                .answersList(String.class)
                .handle(call -> keys(call, List.of(scope(call))));
        KeyList.parameters(area.get(ENTITY + "/values/attributes", "getAttributes", "Attributes of all scopes"))
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(READS)
                .answersList(AttributeData.class)
                .handle(call -> values(call, SCOPES));
        KeyList.parameters(area.get(
                        ENTITY + "/values/attributes/{scope}", "getAttributesByScope", "Attributes of a scope"))
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(READS)
                .answersList(AttributeData.class)
                .handle(call -> values(call, List.of(scope(call))));
        addWrites(area);
    }

    private void addWrites(Routes.Area area) {
        String save = "Sets attributes; CLIENT_SCOPE is the device's own, SHARED_SCOPE is for devices only";
        area.post(BASE + "/{deviceId}/{scope}", "saveDeviceAttributes", save)
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(WRITES)
                .body(String.class)
                .upTo(BodySize.LARGE)
                .answersText()
                .handle(KeyList.plain(call -> save(call, device(call))));
        area.post(ENTITY + "/{scope}", "saveEntityAttributesV1", save)
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(WRITES)
                .body(String.class)
                .upTo(BodySize.LARGE)
                .answersText()
                .handle(KeyList.plain(call -> save(call, entity(call))));
        area.post(ENTITY + "/attributes/{scope}", "saveEntityAttributesV2", save)
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(WRITES)
                .body(String.class)
                .upTo(BodySize.LARGE)
                .answersText()
                .handle(KeyList.plain(call -> save(call, entity(call))));
        KeyList.parameters(area.delete(BASE + "/{deviceId}/{scope}", "deleteDeviceAttributes", "Removes attributes"))
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(WRITES)
                .answersText()
                .handle(KeyList.plain(call -> remove(call, device(call))));
        KeyList.parameters(area.delete(ENTITY + "/{scope}", "deleteEntityAttributes", "Removes attributes"))
                .callers(Routes.TENANT_AND_CUSTOMER)
                .permission(WRITES)
                .answersText()
                .handle(KeyList.plain(call -> remove(call, entity(call))));
    }

    private static Ref device(Call call) {
        return new Ref(DEVICE, call.id("deviceId"));
    }

    private static Ref entity(Call call) {
        return call.ref("entityType", "entityId");
    }

    private static KeyScope scope(Call call) {
        String name = call.path("scope");
        return SCOPES.stream()
                .filter(scope -> scope.name().equals(name))
                .findFirst()
                .orElseThrow(() -> invalid(name));
    }

    private static Problem invalid(String scope) {
        return Problem.badRequest("Invalid scope: " + (scope.length() > 40 ? scope.substring(0, 40) + "..." : scope));
    }

    private Set<String> keys(Call call, List<KeyScope> scopes) {
        Scope scope = platform.scopes().of(call.actor());
        return scope.read(() -> {
            Lens lens = lens(scope, entity(call));
            Set<String> keys = new TreeSet<>();
            scopes.forEach(keyScope -> keys.addAll(lens.attributeKeys(keyScope)));
            return keys;
        });
    }

    private Reply values(Call call, List<KeyScope> scopes) {
        Set<String> asked = Set.copyOf(KeyList.of(call));
        Scope scope = platform.scopes().of(call.actor());
        return platform.heavyReads().run(scope, effort -> {
            Lens lens = effort.locked(() -> lens(scope, entity(call)));
            List<AttributeData> found = new ArrayList<>();
            for (KeyScope keyScope : scopes) {
                Map<String, Stamped> peeked = effort.locked(() -> lens.peekAttributes(keyScope, asked));
                lens.whole(keyScope, peeked, effort)
                        .forEach((key, stamped) -> found.add(new AttributeData(
                                stamped.ts(), key, stamped.value().toWrite())));
            }
            return Reply.json(200, found);
        });
    }

    private Lens lens(Scope scope, Ref ref) {
        return Lens.of(scope, platform.bodies(), Operation.READ_ATTRIBUTES, ref);
    }

    private @Nullable Object save(Call call, Ref ref) {
        Scope scope = platform.scopes().of(call.actor());
        Entry entry = writable(scope, ref);
        KeyScope keyScope = scope(call);
        if (keyScope == KeyScope.CLIENT_SCOPE) {
            throw invalid(keyScope.name());
        }
        if (keyScope == KeyScope.SHARED_SCOPE && !ref.kind().equals(DEVICE)) {
            throw Problem.badRequest("Invalid scope: SHARED_SCOPE; only devices have shared attributes");
        }
        Decoded message = TelemetryBody.attributes(call.body(), platform.clock().millis(), telemetry.restRules());
        Attributes.Written written = platform.attributes().put(scope, entry, keyScope, message.values());
        LeftOut leftOut = message.leftOut().and(written.leftOut());
        telemetry.leftOut(entry.id(), leftOut);
        ObjectNode data = Json.object().put("scope", keyScope.name());
        ObjectNode values = data.putObject("attributes");
        written.values().forEach((key, value) -> values.set(key, value.json()));
        message.values().keySet().stream()
                .filter(key -> platform.attributes().isTaken(scope.directory(), entry, keyScope, key))
                .forEach(key -> values.put(key, SECRET));
        Audits.record(platform, scope, AuditAction.ATTRIBUTES_UPDATED, entry, data);
        return KeyList.answer(leftOut);
    }

    private @Nullable Object remove(Call call, Ref ref) {
        Scope scope = platform.scopes().of(call.actor());
        Entry entry = writable(scope, ref);
        KeyScope keyScope = scope(call);
        List<String> keys = KeyList.required(call);
        platform.attributes().remove(scope, entry, keyScope, keys);
        JsonNode data = Json.object().put("scope", keyScope.name()).set("attributes", Json.tree(keys));
        Audits.record(platform, scope, AuditAction.ATTRIBUTES_DELETED, entry, data);
        return null;
    }

    private static Entry writable(Scope scope, Ref ref) {
        Entry entry = scope.read(() -> scope.require(Operation.WRITE_ATTRIBUTES, ref));
        Lens.requireWritable(ref);
        return entry;
    }
}
