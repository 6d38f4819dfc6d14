package io.atrium.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.base.Json;
import io.atrium.base.Problem;
import io.atrium.base.WholeNumber;
import io.atrium.live.Command.Form;
import io.atrium.live.Command.Nothing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reads the commands of a message. One that cannot be read does not keep the others of its message from being done. */
final class CommandReader {

    /** Longest part of a client's word that is shown to it again. */
    private static final int SHOWN = 40;

    /** The lists of the older protocol and the type that each holds, in the order in which they are done. */
    private static final Map<String, String> LISTS = new LinkedHashMap<>();

    static {
        LISTS.put("attrSubCmds", "ATTRIBUTES");
        LISTS.put("tsSubCmds", "TIMESERIES");
        LISTS.put("historyCmds", "TIMESERIES_HISTORY");
        LISTS.put("entityDataCmds", "ENTITY_DATA");
        LISTS.put("entityDataUnsubscribeCmds", "ENTITY_DATA_UNSUBSCRIBE");
        LISTS.put("alarmDataCmds", "ALARM_DATA");
        LISTS.put("alarmDataUnsubscribeCmds", "ALARM_DATA_UNSUBSCRIBE");
        LISTS.put("entityCountCmds", "ENTITY_COUNT");
        LISTS.put("entityCountUnsubscribeCmds", "ENTITY_COUNT_UNSUBSCRIBE");
        LISTS.put("alarmCountCmds", "ALARM_COUNT");
        LISTS.put("alarmCountUnsubscribeCmds", "ALARM_COUNT_UNSUBSCRIBE");
    }

    private CommandReader() {}

    /** The commands of {@code {"cmds":[…]}}. */
    static List<Command> read(JsonNode message) {
        JsonNode list = message.path("cmds");
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw Problem.badRequest("Field 'cmds' must be a list");
        }
        List<Command> commands = new ArrayList<>();
        list.forEach(node -> commands.add(command(node, node.path("type").asText(""))));
        return commands;
    }

    /** The commands of the older protocol's wrapper. */
    static List<Command> readLists(JsonNode message) {
        List<Command> commands = new ArrayList<>();
        LISTS.forEach((list, type) -> message.path(list).forEach(node -> commands.add(command(node, type))));
        return commands;
    }

    private static Command command(JsonNode node, String type) {
        boolean ofQuery = type.startsWith("ENTITY_");
        if (!(node instanceof ObjectNode object)) {
            return new Command.Unreadable(0, ofQuery, "A command must be an object");
        }
        JsonNode id = node.path("cmdId");
        OptionalLong number = id.isMissingNode() || id.isNull() ? OptionalLong.of(0) : WholeNumber.of(id);
        if (number.isEmpty() || number.getAsLong() != (int) number.getAsLong()) {
            return new Command.Unreadable(0, ofQuery, "Field 'cmdId' must be a whole number");
        }
        int cmdId = (int) number.getAsLong();
        if (cmdId < 0) {
            return new Command.Unreadable(cmdId, ofQuery, "Cmd id is negative value!");
        }
        try {
            return bound(object.put("cmdId", cmdId), type, cmdId);
        } catch (Problem problem) {
            return new Command.Unreadable(cmdId, ofQuery, problem.publicMessage());
        }
    }

    private static Command bound(ObjectNode node, String type, int cmdId) {
        return switch (type) {
            case "ATTRIBUTES" -> ofEntity(Form.ATTRIBUTES, node, cmdId);
            case "TIMESERIES" -> ofEntity(Form.TIMESERIES, node, cmdId);
            case "TIMESERIES_HISTORY" -> ofEntity(Form.TIMESERIES_HISTORY, node, cmdId);
            case "ENTITY_DATA" -> Json.bind(node, Command.OfQuery.class);
            case "ENTITY_COUNT" -> Json.bind(node, Command.OfCount.class);
            case "ENTITY_DATA_UNSUBSCRIBE",
                    "ENTITY_COUNT_UNSUBSCRIBE",
                    "ALARM_DATA_UNSUBSCRIBE",
                    "ALARM_COUNT_UNSUBSCRIBE",
                    "ALARM_STATUS_UNSUBSCRIBE",
                    "NOTIFICATIONS_UNSUBSCRIBE" -> new Command.Unsubscribe(cmdId);
            default -> nothing(type, cmdId);
        };
    }

    private static Command ofEntity(Form form, ObjectNode node, int cmdId) {
        return new Command.OfEntity(
                form,
                cmdId,
                text(node, "entityType"),
                text(node, "entityId"),
                text(node, "keys"),
                text(node, "scope"),
                node.path("unsubscribe").asBoolean(false),
                node.path("valueTypes").asBoolean(false),
                Json.bind(node, Command.Times.class));
    }

    private static @org.jspecify.annotations.Nullable String text(ObjectNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw Problem.badRequest("Field '" + field + "' must be text");
        }
        return value.textValue();
    }

    private static Command nothing(String type, int cmdId) {
        for (Nothing what : Nothing.values()) {
            if (what.name().equals(type)) {
                return new Command.OfNothing(cmdId, what);
            }
        }
        String shown = type.length() > SHOWN ? type.substring(0, SHOWN) + "..." : type;
        return new Command.Unreadable(cmdId, type.startsWith("ENTITY_"), "Unknown command type '" + shown + "'");
    }
}
