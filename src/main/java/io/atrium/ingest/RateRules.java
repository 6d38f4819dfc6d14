package io.atrium.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The rates that a tenant's profile allows devices (device-data-api 1.7): texts {@code "N:seconds,N:seconds"} by whom
 * they hold for and what they count. An absent or empty text limits nothing.
 */
record RateRules(Map<Party, Rates> rates) {

    private static final Logger LOG = Logger.getLogger(RateRules.class);

    static final RateRules NONE = new RateRules(Map.of());

    /** Whom a rate holds for. */
    enum Party {
        TENANT("transportTenant"),
        DEVICE("transportDevice"),
        GATEWAY("transportGateway"),
        DEVICE_BEHIND_GATEWAY("transportGatewayDevice");

        private final String prefix;

        Party(String prefix) {
            this.prefix = prefix;
        }
    }

    /** What a rate counts; each has a text of its own. */
    enum Unit {
        MESSAGES("MsgRateLimit"),
        TELEMETRY_MESSAGES("TelemetryMsgRateLimit"),
        DATA_POINTS("TelemetryDataPointsRateLimit");

        private final String suffix;

        Unit(String suffix) {
            this.suffix = suffix;
        }
    }

    /** The texts of one party. */
    record Rates(Map<Unit, String> texts) {
        static final Rates NONE = new Rates(Map.of());

        String text(Unit unit) {
            return texts.getOrDefault(unit, "");
        }
    }

    static RateRules of(@Nullable JsonNode configuration) {
        if (configuration == null) {
            return NONE;
        }
        Map<Party, Rates> rates = new EnumMap<>(Party.class);
        for (Party party : Party.values()) {
            Map<Unit, String> texts = new EnumMap<>(Unit.class);
            for (Unit unit : Unit.values()) {
                String text = configuration.path(party.prefix + unit.suffix).asText("");
                if (!text.isBlank() && !text.equals("null") && isSound(name(party, unit), text)) {
                    texts.put(unit, text.strip());
                }
            }
            if (!texts.isEmpty()) {
                rates.put(party, new Rates(texts));
            }
        }
        return rates.isEmpty() ? NONE : new RateRules(rates);
    }

    Rates of(Party party) {
        return rates.getOrDefault(party, Rates.NONE);
    }

    /** The field of the tenant profile that holds a rate. */
    static String name(Party party, Unit unit) {
        return party.prefix + unit.suffix;
    }

    private static boolean isSound(String field, String text) {
        try {
            return !bandwidths(text).isEmpty();
        } catch (IllegalArgumentException e) {
            LOG.warnf("The tenant profile's %s is '%s', not N:seconds; it limits nothing", field, text);
            return false;
        }
    }

    private static List<Bandwidth> bandwidths(String text) {
        List<Bandwidth> all = new ArrayList<>();
        for (String part : text.split(",")) {
            String[] pair = part.strip().split(":");
            if (pair.length != 2) {
                throw new IllegalArgumentException(part);
            }
            long count = Long.parseLong(pair[0].strip());
            Duration period = Duration.ofSeconds(Long.parseLong(pair[1].strip()));
            all.add(Bandwidth.builder()
                    .capacity(count)
                    .refillGreedy(count, period)
                    .build());
        }
        return all;
    }

    /** A bucket that is full at first. */
    static Bucket bucket(String text, InstantSource clock) {
        LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(new Clock(clock));
        bandwidths(text).forEach(builder::addLimit);
        return builder.build();
    }

    private record Clock(InstantSource source) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(source.millis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
