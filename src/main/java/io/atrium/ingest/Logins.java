package io.atrium.ingest;

import io.atrium.base.Problem;
import io.atrium.device.Certificates;
import io.atrium.device.DeviceLogin;
import io.atrium.device.Devices;
import io.atrium.device.Provisioning;
import io.atrium.entity.Directory;
import io.atrium.entity.Platform;
import io.atrium.ingest.LoginResult.Accepted;
import io.atrium.ingest.LoginResult.Reason;
import io.atrium.ingest.LoginResult.Refused;
import io.atrium.telemetry.Telemetry;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/** Lets devices in by what they present: from memory where that is enough, else on a worker. */
final class Logins {

    private static final Logger LOG = Logger.getLogger(Logins.class);

    private final Platform platform;
    private final Telemetry telemetry;
    private final Devices devices;
    private final Provisioning provisioning;
    private final Limits limits;
    private final Executor workers;

    Logins(
            Platform platform,
            Telemetry telemetry,
            Devices devices,
            Provisioning provisioning,
            Limits limits,
            Executor workers) {
        this.platform = platform;
        this.telemetry = telemetry;
        this.devices = devices;
        this.provisioning = provisioning;
        this.limits = limits;
        this.workers = workers;
    }

    CompletionStage<LoginResult> login(Presented presented, DeviceTransport transport) {
        if (!isInMemory(presented)) {
            return onWorker(presented, transport);
        }
        Found found = find(presented);
        if (found.login()
                .filter(login -> telemetry.loaded(login.tenantId()).isEmpty())
                .isPresent()) {
            return onWorker(presented, transport);
        }
        return CompletableFuture.completedFuture(judge(presented, transport, found));
    }

    /** A device, and up to which change of credentials that is known. */
    private record Found(Optional<DeviceLogin> login, long asOf) {}

    private CompletionStage<LoginResult> onWorker(Presented presented, DeviceTransport transport) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return judge(presented, transport, find(presented));
                        } catch (Problem problem) {
                            LOG.warnf("A device could not log in: %s", problem.publicMessage());
                            return new Refused(Reason.UNAVAILABLE);
                        }
                    },
                    workers);
        } catch (RejectedExecutionException e) {
            LOG.debug("The server stops; nobody logs in any more", e);
            return CompletableFuture.completedFuture(new Refused(Reason.UNAVAILABLE));
        }
    }

    private boolean isInMemory(Presented presented) {
        return switch (presented) {
            case Presented.Token token -> devices.isInMemory(token.token());
            case Presented.Basic basic -> devices.isInMemory(basic.clientId(), basic.userName());
            case Presented.Certificates _ -> false;
        };
    }

    private Found find(Presented presented) {
        long asOf = devices.asOf();
        Optional<DeviceLogin> known = known(presented);
        if (known.isPresent() || !(presented instanceof Presented.Certificates certificates)) {
            return new Found(known, asOf);
        }
        List<X509Certificate> sound = sound(certificates);
        if (!provisioning.byChain(sound)) {
            return new Found(known, asOf);
        }
        // Its credentials are new, so they are younger than what was known before.
        long since = devices.asOf();
        return new Found(byCertificate(sound), since);
    }

    private Optional<DeviceLogin> known(Presented presented) {
        return switch (presented) {
            case Presented.Token token -> devices.byToken(token.token());
            case Presented.Basic basic -> devices.byMqttBasic(basic.clientId(), basic.userName(), basic.password());
            case Presented.Certificates certificates -> byCertificate(sound(certificates));
        };
    }

    private List<X509Certificate> sound(Presented.Certificates certificates) {
        return Certificates.sound(certificates.chain(), platform.clock().instant());
    }

    private Optional<DeviceLogin> byCertificate(List<X509Certificate> sound) {
        for (X509Certificate certificate : sound) {
            Optional<DeviceLogin> known = devices.byCertificate(Certificates.fingerprint(certificate));
            if (known.isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    private LoginResult judge(Presented presented, DeviceTransport transport, Found found) {
        if (found.login().isEmpty()) {
            return new Refused(reason(presented));
        }
        DeviceLogin login = found.login().get();
        Directory directory = platform.directories().of(login.tenantId());
        Optional<DeviceFacts> facts =
                directory.read(() -> directory.find(login.deviceId()).map(entry -> DeviceFacts.of(directory, entry)));
        if (facts.isEmpty()) {
            return new Refused(reason(presented));
        }
        if (!transport.serves(facts.get().transportType())) {
            return new Refused(Reason.WRONG_TRANSPORT);
        }
        DeviceSession session = DeviceSession.direct(login, found.asOf());
        return limits.mayLogIn(session, facts.get().gateway())
                ? new Accepted(session, facts.get())
                : new Refused(Reason.RATE_LIMIT);
    }

    private static Reason reason(Presented presented) {
        return switch (presented) {
            case Presented.Token token -> token.token().isEmpty() ? Reason.NOTHING_PRESENTED : Reason.BAD_CREDENTIALS;
            case Presented.Basic basic -> reason(basic);
            case Presented.Certificates _ -> Reason.BAD_CERTIFICATE;
        };
    }

    private static Reason reason(Presented.Basic basic) {
        if (!isEmpty(basic.userName())) {
            return Reason.BAD_CREDENTIALS;
        }
        if (!isEmpty(basic.password())) {
            return Reason.BAD_CREDENTIALS;
        }
        return isEmpty(basic.clientId()) ? Reason.NOTHING_PRESENTED : Reason.UNKNOWN_CLIENT_ID;
    }

    private static boolean isEmpty(@org.jspecify.annotations.Nullable String text) {
        return text == null || text.isEmpty();
    }
}
