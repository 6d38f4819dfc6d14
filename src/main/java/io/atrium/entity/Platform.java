package io.atrium.entity;

import io.atrium.base.Ids;
import io.atrium.bus.Bus;
import io.atrium.config.Settings;
import io.atrium.db.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** What every feature is built from. */
public record Platform(
        Database database,
        Directories directories,
        Scopes scopes,
        ChangeGate gate,
        AuditTrail audit,
        Attributes attributes,
        KeyLimits keyLimits,
        Entities entities,
        HeavyReads heavyReads,
        Bodies bodies,
        Ids ids,
        InstantSource clock,
        Bus bus) {

    /** Wires the engines over an open database, without limits for tenants and with the usual ones for reads. */
    public static Platform over(Database database, Kinds kinds, Ids ids, InstantSource clock) {
        return over(
                database,
                kinds,
                ids,
                clock,
                EntityLimits.NONE,
                tenant -> KeyLimits.Rule.DEFAULT,
                new HeavyReads(Settings.from(Map.of(), List.of()).read(ReadConfig.class)),
                Settings.from(Map.of(), List.of()).read(DirectoryConfig.class));
    }

    /**
     * Wires the engines over an open database.
     *
     * @param keys reads how many keys the entities of a tenant may have
     */
    public static Platform over(
            Database database,
            Kinds kinds,
            Ids ids,
            InstantSource clock,
            EntityLimits limits,
            Function<UUID, KeyLimits.Rule> keys,
            HeavyReads heavyReads,
            DirectoryConfig directory) {
        Bus bus = new Bus();
        AuditTrail audit = new AuditTrail(database, ids, clock);
        Directories directories = new Directories(
                database,
                kinds,
                ids,
                clock,
                new HeapBudget(directory, Runtime.getRuntime().maxMemory()));
        Scopes scopes = new Scopes(directories, new RefusalLog(audit));
        ChangeGate gate = new ChangeGate(database, directories, audit, ids, clock, bus, limits);
        Bodies bodies = directories.bodies();
        Entities entities = new Entities(scopes, bodies, database, heavyReads);
        KeyLimits keyLimits = new KeyLimits(keys, directories, clock);
        Attributes attributes = new Attributes(database, clock, bus, keyLimits);
        return new Platform(
                database,
                directories,
                scopes,
                gate,
                audit,
                attributes,
                keyLimits,
                entities,
                heavyReads,
                bodies,
                ids,
                clock,
                bus);
    }
}
