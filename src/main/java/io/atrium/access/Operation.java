package io.atrium.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/** What a caller may want to do to a thing (access-model 2.3). Sets of operations travel as bit masks. */
public enum Operation {
    ALL,
    CREATE,
    READ,
    WRITE,
    DELETE,
    RPC_CALL,
    READ_CREDENTIALS,
    WRITE_CREDENTIALS,
    READ_ATTRIBUTES,
    WRITE_ATTRIBUTES,
    READ_TELEMETRY,
    WRITE_TELEMETRY,
    ADD_TO_GROUP,
    REMOVE_FROM_GROUP,
    CHANGE_OWNER,
    IMPERSONATE,
    CLAIM_DEVICES,
    SHARE_GROUP,
    ASSIGN_TO_TENANT,
    READ_CALCULATED_FIELD,
    WRITE_CALCULATED_FIELD;

    /** The mask of every operation. */
    static final int EVERY = (1 << values().length) - 1;

    /** The bit that says ALL was given whole; it goes as soon as one operation is taken away. */
    static final int ALL_ITSELF = 1 << ALL.ordinal();

    int bit() {
        return this == ALL ? EVERY : 1 << ordinal();
    }

    boolean in(int mask) {
        return (mask & 1 << ordinal()) != 0;
    }

    static int mask(Collection<Operation> operations) {
        int mask = 0;
        for (Operation operation : operations) {
            mask |= operation.bit();
        }
        return mask;
    }

    static Set<Operation> of(int mask) {
        Set<Operation> operations = EnumSet.noneOf(Operation.class);
        for (Operation operation : values()) {
            if (operation.in(mask)) {
                operations.add(operation);
            }
        }
        return operations;
    }
}
