package io.atrium.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.DeviceJson;
import io.atrium.base.Problem;
import io.atrium.device.Provisioning;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers devices that are not known yet, as long as not too many requests of their address failed. */
final class ProvisioningRequests {

    private final Provisioning provisioning;
    private final Guesses guesses;
    private final DeviceTasks tasks;

    ProvisioningRequests(Provisioning provisioning, Guesses guesses, DeviceTasks tasks) {
        this.provisioning = provisioning;
        this.guesses = guesses;
        this.tasks = tasks;
    }

    CompletionStage<ObjectNode> answer(byte[] body, String address) {
        JsonNode request;
        String key;
        try {
            request = DeviceJson.object(body);
            key = Provisioning.requireTexts(request);
        } catch (Problem problem) {
            return CompletableFuture.failedFuture(problem);
        }
        if (!guesses.mayTry(address, key)) {
            return CompletableFuture.failedFuture(
                    Problem.of(Problem.Kind.TOO_MANY_REQUESTS, "Too many provisioning requests failed; wait a minute"));
        }
        CompletionStage<ObjectNode> answer =
                tasks.onWorker(() -> CompletableFuture.completedFuture(provisioning.provision(request)));
        return guesses.counted(address, key, answer, ProvisioningRequests::verdict);
    }

    private static Guesses.Verdict verdict(ObjectNode answer) {
        return answer.path("status").asText().equals("SUCCESS") ? Guesses.Verdict.PASSED : Guesses.Verdict.WRONG;
    }
}
