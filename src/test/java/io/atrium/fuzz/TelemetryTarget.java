package io.atrium.fuzz;

import io.atrium.base.Problem;
import io.atrium.base.ValueTyping;
import io.atrium.telemetry.BodyRules;
import io.atrium.telemetry.Reading;
import io.atrium.telemetry.TelemetryBody;
import java.util.List;

/** Telemetry and attributes as a device sends them: any bytes are readings within the limits, or a problem. */
public final class TelemetryTarget {

    private static final long NOW = 1_700_000_000_000L;
    private static final BodyRules RULES = BodyRules.device(new ValueTyping(true, 0));

    private TelemetryTarget() {}

    /** The entry point that the fuzzer knows by name. */
    public static void fuzzerTestOneInput(byte[] input) {
        check(() -> TelemetryBody.telemetry(input, NOW, RULES).readings());
        check(() -> of(TelemetryBody.ofGateway(input, NOW, RULES)));
        check(() -> TelemetryBody.attributes(input, NOW, RULES).readings());
    }

    private static List<Reading> of(TelemetryBody.Parts parts) {
        return parts.parts().stream()
                .flatMap(part -> part.data().readings().stream())
                .toList();
    }

    private interface Parse {
        List<Reading> readings();
    }

    private static void check(Parse parse) {
        List<Reading> readings;
        try {
            readings = parse.readings();
        } catch (Problem problem) {
            if (problem.kind().status() >= 500) {
                throw new AssertionError("A sender's fault came out as ours", problem);
            }
            return;
        }
        if (readings.size() > RULES.maxReadings()) {
            throw new AssertionError(readings.size() + " readings");
        }
        for (Reading reading : readings) {
            if (reading.key().isBlank() || reading.key().length() > RULES.maxKeyLength()) {
                throw new AssertionError("The key '" + reading.key() + "' came through");
            }
        }
    }
}
