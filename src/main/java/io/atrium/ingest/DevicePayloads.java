package io.atrium.ingest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.atrium.base.Problem;
import io.atrium.device.PayloadSchemas;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * How a device's messages are written, by its profile.
 *
 * @param usual where neither topic nor path say which
 * @param usualDownlink to the device, where it asked for nothing else
 * @param protobuf where the topic says Protocol Buffers
 */
public record DevicePayloads(Payloads usual, Payloads usualDownlink, Payloads protobuf) {

    private static final Logger LOG = Logger.getLogger(DevicePayloads.class);

    public static final DevicePayloads JSON = new DevicePayloads(Payloads.JSON, Payloads.JSON, ProtoPayloads.SHARED);

    /** Parsed schemas: the devices of a profile share them, and connect all at once after a start. */
    static final class Schemas {

        private static final int MOST = 1_000;

        private final Cache<PayloadSchemas, DevicePayloads> parsed =
                Caffeine.newBuilder().maximumSize(MOST).build();

        DevicePayloads of(DeviceFacts facts) {
            Optional<PayloadSchemas> texts = PayloadSchemas.of(facts.transportType(), facts.transportConfiguration());
            return texts.isEmpty() ? JSON : parsed.get(texts.get(), Schemas::parse);
        }

        /** Profiles are checked when they are saved; one that was saved before that rule must not cut its devices off. */
        private static DevicePayloads parse(PayloadSchemas texts) {
            try {
                Payloads payloads = ProtoPayloads.of(texts);
                return new DevicePayloads(payloads, texts.jsonDownlink() ? Payloads.JSON : payloads, payloads);
            } catch (Problem problem) {
                LOG.warnf("A device profile's schema cannot be used, so JSON is: %s", problem.publicMessage());
                return JSON;
            }
        }
    }
}
