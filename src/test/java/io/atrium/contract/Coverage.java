package io.atrium.contract;

import io.atrium.contract.Contract.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which operations of the contract are served, and why the others are not. */
final class Coverage {

    /** Areas that are accounted for operation by operation; the others may be left out as a whole. */
    static final Set<String> FIRST_AREAS = Set.of(
            "Auth",
            "User",
            "UserPermissions",
            "Customer",
            "Owner",
            "EntityGroup",
            "GroupPermission",
            "Role",
            "Device",
            "DeviceProfile",
            "Asset",
            "AssetProfile",
            "Dashboard",
            "EntityView",
            "EntityRelation",
            "EntityQuery",
            "Telemetry",
            "AuditLog",
            "ApiKey",
            "Tenant",
            "TenantProfile",
            "Admin",
            "DeviceConnectivity",
            "UiSettings");

    static final String NOT_YET = "not yet: ";
    static final String NEVER = "never: ";
    private static final String AREA = "area:";

    private final Contract contract;
    private final OpenApi api;
    private final Ledger unserved;

    Coverage(Contract contract, OpenApi api, Ledger unserved) {
        this.contract = contract;
        this.api = api;
        this.unserved = unserved;
    }

    boolean served(Operation operation) {
        return api.find(operation).isPresent();
    }

    /** The ledger's word on an operation that is not served; null when it has none. */
    @Nullable
    String reason(Operation operation) {
        String own = unserved.reasons().get(operation.id());
        return own != null ? own : unserved.reasons().get(AREA + operation.area());
    }

    Set<String> areas() {
        Set<String> areas = new LinkedHashSet<>();
        contract.operations().forEach(operation -> areas.add(operation.area()));
        return areas;
    }

    List<Operation> of(String area) {
        return contract.operations().stream()
                .filter(operation -> operation.area().equals(area))
                .toList();
    }

    /** What has to be mended: operations without a word, and rows that are stale, unknown or badly worded. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Operation operation : contract.operations()) {
            if (!served(operation) && reason(operation) == null) {
                problems.add(operation.area() + " " + operation.id() + ": " + operation.method() + " "
                        + operation.path() + " is neither served nor listed in unserved.tsv");
            }
        }
        unserved.reasons().forEach((subject, reason) -> {
            if (!reason.startsWith(NOT_YET) && !reason.startsWith(NEVER)) {
                problems.add("unserved.tsv: the reason of " + subject + " must start with '" + NOT_YET + "' or '"
                        + NEVER + "'");
            }
            problems.addAll(subject.startsWith(AREA) ? area(subject, reason) : operation(subject));
        });
        return problems;
    }

    private List<String> area(String subject, String reason) {
        String area = subject.substring(AREA.length());
        List<Operation> operations = of(area);
        if (operations.isEmpty()) {
            return List.of("unserved.tsv: " + subject + " is no area of the contract");
        }
        if (FIRST_AREAS.contains(area)) {
            return List.of("unserved.tsv: " + subject + " must be listed operation by operation");
        }
        boolean stale = reason.startsWith(NEVER)
                ? operations.stream().anyMatch(this::served)
                : operations.stream().allMatch(this::served);
        return stale ? List.of("unserved.tsv: " + subject + " is stale, it is served") : List.of();
    }

    private List<String> operation(String subject) {
        List<Operation> named = contract.operations().stream()
                .filter(operation -> operation.id().equals(subject))
                .toList();
        if (named.isEmpty()) {
            return List.of("unserved.tsv: " + subject + " is no operation of the contract");
        }
        return named.stream().anyMatch(this::served)
                ? List.of("unserved.tsv: " + subject + " is stale, it is served")
                : List.of();
    }
}
