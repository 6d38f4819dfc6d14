package io.atrium.contract;

/**
 * One place where the served API differs from the contract.
 *
 * @param subject {@code operation#part}, or a direction and a field: {@code request Device.label}
 */
record Difference(String subject, String message) {

    /** Whether a ledger row of this subject speaks of the difference: in full, without direction, or by operation. */
    boolean coveredBy(String row) {
        return subject.equals(row)
                || subject.equals("request " + row)
                || subject.equals("response " + row)
                || subject.startsWith(row + "#");
    }

    @Override
    public String toString() {
        return subject + ": " + message;
    }
}
