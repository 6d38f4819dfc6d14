package io.atrium.telemetry;

import io.atrium.entity.Entry;
import java.util.List;
import java.util.UUID;

/**
 * Readings were stored and the latest values show them; the bus carries it to live views and rules. It is told on a
 * thread that acknowledges for everybody: a listener must be short and must not wait.
 *
 * @param backfill true if whoever sent them asked that nothing is concluded from them: no alarm is raised or cleared
 */
public record TelemetryStored(UUID tenantId, Entry entry, List<Reading> readings, boolean backfill) {}
