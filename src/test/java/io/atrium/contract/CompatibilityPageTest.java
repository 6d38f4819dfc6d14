package io.atrium.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.atrium.arch.GeneratedFile;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Holds the page of docs/ against the tables; {@code ./atrium docs} runs it after the API document is written. */
final class CompatibilityPageTest {

    @Test
    void pageInTheProjectSaysWhatIsServed() throws IOException {
        new GeneratedFile("docs/compatibility.md").mustEqual(CompatibilityPage.current());
    }

    @Test
    void countsAndListsEachArea() {
        Contract contract = Contract.parse("""
                Device\tgetDevice\tGET\t/api/device/{deviceId}\tJson\t\tpath:deviceId!:String
                Device\tclaimDevice\tPOST\t/api/claim\tvoid\t\t
                Edge\tgetEdge\tGET\t/api/edge\tvoid\t\t
                """, "");
        OpenApi api = OpenApi.parse("{\"paths\":{\"/api/device/{id}\":{\"get\":{}}}}");
        Ledger unserved = Ledger.parse("claimDevice\tnot yet: needs a | decision\narea:Edge\tnever: no edges here\n");

        String page = CompatibilityPage.render(
                new Coverage(contract, api, unserved),
                Ledger.parse("Device.label\tours is longer\n"),
                "## Clients\n\n");

        assertThat(page.lines())
                .contains(
                        "## Clients",
                        "| [Device](#device) | 1 | 2 |",
                        "| **all** | **1** | **3** |",
                        "| `Device.label` | ours is longer |",
                        "Served 1 of 2.",
                        "### Device: served",
                        "| getDevice | GET | `/api/device/{deviceId}` |",
                        "### Device: not yet",
                        "| claimDevice | POST | `/api/claim` | needs a \\| decision |",
                        "### Edge: never",
                        "| getEdge | GET | `/api/edge` | no edges here |");
    }
}
