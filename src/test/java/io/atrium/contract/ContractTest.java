package io.atrium.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the published OpenAPI document against the wire contract. */
final class ContractTest {

    @Test
    void servedOperationsSpeakTheContract() {
        Contract contract = Contract.load();
        OpenApi api = OpenApi.snapshot();

        List<String> problems = new ContractChecker(contract, api).problems(Ledger.load("deviations.tsv"));

        assertThat(contract.operations().stream()
                        .filter(operation -> api.find(operation).isPresent())
                        .toList())
                .as("operations of the contract in %s", OpenApi.SNAPSHOT)
                .isNotEmpty();
        assertThat(problems)
                .as(
                        "%s",
                        report(
                                problems,
                                "Mend the API, or give the reason in src/test/resources/contract/deviations.tsv"))
                .isEmpty();
    }

    @Test
    void everyOperationIsServedOrAccountedFor() {
        List<String> problems =
                new Coverage(Contract.load(), OpenApi.snapshot(), Ledger.load("unserved.tsv")).problems();

        assertThat(problems)
                .as("%s", report(problems, "Serve it, or give the reason in src/test/resources/contract/unserved.tsv"))
                .isEmpty();
    }

    private static String report(List<String> problems, String advice) {
        return problems.size() + " problems. " + advice + ":\n" + String.join("\n", problems) + "\n";
    }
}
