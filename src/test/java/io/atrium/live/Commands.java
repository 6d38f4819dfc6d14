package io.atrium.live;

import io.atrium.entity.Entry;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/** Writes commands as clients do. */
final class Commands {

    private Commands() {}

    static String attributes(int id, UUID device, String more) {
        return entity("ATTRIBUTES", id, device, more);
    }

    static String series(int id, UUID device, String more) {
        return entity("TIMESERIES", id, device, more);
    }

    static String history(int id, UUID device, String more) {
        return entity("TIMESERIES_HISTORY", id, device, more);
    }

    private static String entity(String type, int id, UUID device, String more) {
        return "{\"type\":\"" + type + "\",\"cmdId\":" + id + ",\"entityType\":\"DEVICE\",\"entityId\":\"" + device
                + "\"" + more + "}";
    }

    /** A query for some devices, with further parts of the command. */
    static String data(int id, boolean dynamic, String more, Entry... devices) {
        return "{\"type\":\"ENTITY_DATA\",\"cmdId\":" + id + ",\"query\":" + query(dynamic, devices) + more + "}";
    }

    static String query(boolean dynamic, Entry... devices) {
        return "{" + filter(devices) + ",\"pageLink\":{\"pageSize\":100,\"page\":0,\"dynamic\":" + dynamic
                + ",\"sortOrder\":{\"key\":{\"type\":\"ENTITY_FIELD\",\"key\":\"name\"},\"direction\":\"ASC\"}},"
                + "\"entityFields\":[{\"type\":\"ENTITY_FIELD\",\"key\":\"name\"}],\"latestValues\":[]}";
    }

    private static String filter(Entry... devices) {
        String ids =
                Arrays.stream(devices).map(device -> "\"" + device.id() + "\"").collect(Collectors.joining(","));
        return "\"entityFilter\":{\"type\":\"entityList\",\"entityType\":\"DEVICE\",\"entityList\":[" + ids + "]}";
    }

    static String count(int id, Entry... devices) {
        return "{\"type\":\"ENTITY_COUNT\",\"cmdId\":" + id + ",\"query\":{" + filter(devices) + "}}";
    }

    static String latest(String... keys) {
        return ",\"latestCmd\":{\"keys\":["
                + Arrays.stream(keys)
                        .map(key -> "{\"type\":\"" + key.split(":")[0] + "\",\"key\":\"" + key.split(":")[1] + "\"}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    static String ts(String key, long start, long window) {
        return ",\"tsCmd\":{\"keys\":[\"" + key + "\"],\"startTs\":" + start + ",\"timeWindow\":" + window
                + ",\"interval\":1000,\"limit\":1000,\"agg\":\"NONE\"}";
    }
}
