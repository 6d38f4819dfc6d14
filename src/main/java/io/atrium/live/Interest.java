package io.atrium.live;

import io.atrium.live.Command.AggCmd;
import io.atrium.live.Command.LatestCmd;
import io.atrium.live.Command.OfQuery;
import io.atrium.live.Command.SeriesCmd;
import io.atrium.query.EntityKey;
import io.atrium.query.EntityQueries;
import java.util.Set;

/**
 * What a client follows of the entities of a query; read on any thread.
 *
 * @param seriesFrom points before this moment are not wanted
 */
record Interest(Set<EntityKey> latest, Set<String> series, long seriesFrom, Set<String> aggregates) {

    static final Interest NONE = new Interest(Set.of(), Set.of(), 0, Set.of());

    boolean isEmpty() {
        return latest.isEmpty() && series.isEmpty() && aggregates.isEmpty();
    }

    /** What is followed after a command: the parts that it does not name stay. */
    Interest with(OfQuery cmd, EntityQueries queries) {
        LatestCmd latestCmd = cmd.latestCmd();
        SeriesCmd ts = cmd.tsCmd();
        AggCmd aggTs = cmd.aggTsCmd();
        return new Interest(
                latestCmd == null ? latest : Set.copyOf(queries.checked("latestCmd.keys", latestCmd.keys())),
                ts == null ? series : Set.copyOf(SeriesRequest.keys(ts.keys())),
                ts == null || ts.startTs() == null ? seriesFrom : ts.startTs(),
                aggTs == null ? aggregates : EntityValues.keys(aggTs));
    }
}
