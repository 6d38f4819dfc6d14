package io.atrium.contract;

import io.atrium.contract.Contract.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The page that tells users of existing clients which operations work: rendered from the facts, never edited. */
final class CompatibilityPage {

    private final Coverage coverage;
    private final Ledger deviations;
    private final String clients;
    private final StringBuilder text = new StringBuilder();

    private CompatibilityPage(Coverage coverage, Ledger deviations, String clients) {
        this.coverage = coverage;
        this.deviations = deviations;
        this.clients = clients;
    }

    /** The page as the tables and the published document say it today. */
    static String current() throws IOException {
        return render(
                new Coverage(Contract.load(), OpenApi.snapshot(), Ledger.load("unserved.tsv")),
                Ledger.load("deviations.tsv"),
                Files.readString(Path.of("src", "test", "resources", "contract", "clients.md")));
    }

    /**
     * @param clients what was tried with clients of others, written by hand
     */
    static String render(Coverage coverage, Ledger deviations, String clients) {
        return new CompatibilityPage(coverage, deviations, clients).page();
    }

    private String page() {
        line("# Compatibility of the REST API");
        line("");
        line("Which operations of the wire contract Atrium serves. Rendered from `api/openapi.json` and the tables in");
        line("`src/test/resources/contract` by `./atrium docs`; do not edit it.");
        line("");
        summary();
        text.append(clients);
        deviations();
        coverage.areas().stream().sorted().forEach(this::area);
        return text.toString();
    }

    private void summary() {
        line("| area | served | of |");
        line("|---|---:|---:|");
        coverage.areas().stream().sorted().forEach(area -> {
            List<Operation> operations = coverage.of(area);
            line("| [" + area + "](#" + area.toLowerCase(java.util.Locale.ROOT) + ") | " + count(operations) + " | "
                    + operations.size() + " |");
        });
        List<Operation> all = coverage.areas().stream()
                .flatMap(area -> coverage.of(area).stream())
                .toList();
        line("| **all** | **" + count(all) + "** | **" + all.size() + "** |");
        line("");
    }

    private void deviations() {
        if (deviations.reasons().isEmpty()) {
            return;
        }
        line("## Deliberate differences");
        line("");
        line("| where | why |");
        line("|---|---|");
        deviations.reasons().forEach((subject, reason) -> line("| `" + subject + "` | " + cell(reason) + " |"));
        line("");
    }

    private void area(String area) {
        line("## " + area);
        line("");
        line("Served " + count(coverage.of(area)) + " of " + coverage.of(area).size() + ".");
        line("");
        list(area, "Served", coverage::served);
        list(area, "Not yet", operation -> !coverage.served(operation) && !never(operation));
        list(area, "Never", operation -> !coverage.served(operation) && never(operation));
    }

    private void list(String area, String title, Predicate<Operation> belongs) {
        List<Operation> operations = coverage.of(area).stream().filter(belongs).toList();
        if (operations.isEmpty()) {
            return;
        }
        boolean reasons = !title.equals("Served");
        line("### " + area + ": " + title.toLowerCase(java.util.Locale.ROOT));
        line("");
        line("| operation | method | path |" + (reasons ? " why |" : ""));
        line("|---|---|---|" + (reasons ? "---|" : ""));
        operations.forEach(operation -> line("| " + operation.id() + " | " + operation.method() + " | `"
                + operation.path() + "` |" + (reasons ? " " + cell(why(operation)) + " |" : "")));
        line("");
    }

    private long count(List<Operation> operations) {
        return operations.stream().filter(coverage::served).count();
    }

    private boolean never(Operation operation) {
        String reason = coverage.reason(operation);
        return reason != null && reason.startsWith(Coverage.NEVER);
    }

    private String why(Operation operation) {
        String reason = coverage.reason(operation);
        return reason == null ? "(not accounted for)" : reason.replaceFirst("^[^:]*: ", "");
    }

    private static String cell(String value) {
        return value.replace("|", "\\|");
    }

    private void line(String value) {
        text.append(value).append('\n');
    }
}
