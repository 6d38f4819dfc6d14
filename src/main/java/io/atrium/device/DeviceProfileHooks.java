package io.atrium.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Ids;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.entity.BodyEdit;
import io.atrium.entity.Change;
import io.atrium.entity.Entry;
import io.atrium.entity.KindHooks;
import io.atrium.entity.Profiles;
import io.atrium.entity.References;
import io.atrium.entity.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Completes and checks device profiles, and keeps exactly one of them the default. */
final class DeviceProfileHooks implements KindHooks {

    private static final List<String> TRANSPORTS = List.of("DEFAULT", "MQTT", "COAP", "LWM2M", "SNMP");
    private static final List<String> PROVISIONING =
            List.of("DISABLED", "ALLOW_CREATE_NEW_DEVICES", "CHECK_PRE_PROVISIONED_DEVICES", "X509_CERTIFICATE_CHAIN");
    private static final List<String> REFERENCES =
            List.of("defaultDashboardId", "defaultRuleChainId", "defaultEdgeRuleChainId", "firmwareId", "softwareId");

    private final Profiles profiles;
    private final Ids ids;

    DeviceProfileHooks(Profiles profiles, Ids ids) {
        this.profiles = profiles;
        this.ids = ids;
    }

    @Override
    public void prepare(Change change, Scope scope, ObjectNode document, @Nullable Entry before) {
        profiles.prepare(document, before);
        oneOf(document, "type", List.of(DeviceDefaults.DEFAULT));
        oneOf(document, "transportType", TRANSPORTS);
        oneOf(document, "provisionType", PROVISIONING);
        REFERENCES.forEach(field -> References.requireReadable(scope, document, before, field));
        JsonNode data = document.get("profileData");
        ObjectNode complete = DeviceDefaults.profileData(
                document.path("transportType").asText(),
                document.path("provisionType").asText());
        if (data instanceof ObjectNode given) {
            given.properties().forEach(member -> {
                if (!member.getValue().isNull()) {
                    complete.set(member.getKey(), member.getValue());
                }
            });
        } else if (data != null && !data.isNull()) {
            throw Problem.badRequest("Field 'profileData' must be an object");
        }
        document.set("profileData", complete);
        PayloadSchemas.require(document.path("transportType").asText(), complete.path("transportConfiguration"));
        String former = before == null ? "" : change.body(before);
        if (before != null && isSameStrategy(document, former)) {
            DeviceKinds.DEVICE_PROFILE.traits().secrets().keep(document, former);
        }
        ProvisionRules.requireGatewayRight(scope, document, before);
        ProvisionRules.prepare(document, ids);
    }

    /** A certificate does not become a password when the strategy changes. */
    private static boolean isSameStrategy(ObjectNode document, String before) {
        String chain = "X509_CERTIFICATE_CHAIN";
        String former = BodyEdit.read(before).path("provisionType").asText("");
        return former.equals(chain) == document.path("provisionType").asText("").equals(chain);
    }

    @Override
    public void inserted(Change change, Scope scope, Entry entry, ObjectNode document) {
        keepKey(change, entry, document);
    }

    private static void keepKey(Change change, Entry profile, ObjectNode document) {
        if (document.path("provisionType").asText().equals(DeviceDefaults.DISABLED)) {
            ProvisionKeyStore.remove(change.sql(), profile.id());
        } else {
            change.requireFewProbes();
            boolean free = ProvisionKeyStore.put(
                    change.sql(),
                    change.directory().tenantId(),
                    profile.id(),
                    document.path("provisionDeviceKey").asText());
            if (!free) {
                // By any profile of any tenant.
                change.toldOfHidden();
                throw Problem.badRequest("Device profile with such provision device key already exists!");
            }
        }
    }

    private static void oneOf(ObjectNode document, String field, List<String> values) {
        JsonNode value = document.get(field);
        if (value == null || value.isNull()) {
            document.set(field, Json.tree(values.getFirst()));
        } else if (!values.contains(value.asText())) {
            throw Problem.badRequest("Field '" + field + "' must be one of " + values);
        }
    }

    @Override
    public void updated(Change change, Scope scope, Entry before, Entry after, ObjectNode document) {
        profiles.updated(change, before, after);
        keepKey(change, after, document);
        change.publish(new DeviceProfileChanged(change.directory().tenantId(), after.id()));
    }

    @Override
    public void deleting(Change change, Scope scope, Entry entry) {
        profiles.requireUnused(change, entry);
    }
}
