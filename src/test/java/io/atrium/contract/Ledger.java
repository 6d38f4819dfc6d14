package io.atrium.contract;

import java.util.LinkedHashMap;
import java.util.Map;

/** A hand-written table of subjects, each with the reason why it stands there. */
record Ledger(Map<String, String> reasons) {

    static Ledger load(String name) {
        return parse(Table.resource(name));
    }

    static Ledger parse(String text) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (var row : Table.rows(text, 2)) {
            if (row.get(0).isBlank() || row.get(1).isBlank()) {
                throw new IllegalArgumentException("A row needs a subject and a reason: " + row);
            }
            if (reasons.put(row.get(0), row.get(1)) != null) {
                throw new IllegalArgumentException("Two rows for " + row.get(0));
            }
        }
        return new Ledger(reasons);
    }
}
