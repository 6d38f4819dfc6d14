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

    private static final String COMMANDS = "cmds";
    private static final String SIGN_IN = "authCmd";

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

    /** The commands of {@code {"cmds":[…]}}; a field that means nothing here is told beside the others' answers. */
    static List<Command> read(JsonNode message) {
        List<Command> commands = new ArrayList<>();
        elements(message, COMMANDS)
                .forEach(node -> commands.add(command(node, node.path("type").asText(""))));
        message.fieldNames().forEachRemaining(name -> {
            if (LISTS.containsKey(name)) {
                commands.add(unknown("Field '" + name + "' belongs to the older protocol at /api/ws/plugins/telemetry;"
                        + " here a message has '" + COMMANDS + "'"));
            } else if (!name.equals(COMMANDS) && !name.equals(SIGN_IN)) {
                commands.add(unknown("Unknown field '" + shown(name) + "'"));
            }
        });
        return answered(message, commands, "A message needs '" + COMMANDS + "' or '" + SIGN_IN + "'");
    }

    /** The commands of the older protocol's wrapper. */
    static List<Command> readLists(JsonNode message) {
        List<Command> commands = new ArrayList<>();
        LISTS.forEach((list, type) -> elements(message, list).forEach(node -> commands.add(command(node, type))));
        message.fieldNames().forEachRemaining(name -> {
            if (!LISTS.containsKey(name) && !name.equals(SIGN_IN)) {
                commands.add(unknown("Unknown field '" + shown(name) + "'"));
            }
        });
        return answered(message, commands, "A message needs one of " + LISTS.keySet());
    }

    private static List<JsonNode> elements(JsonNode message, String field) {
        JsonNode list = message.path(field);
        List<JsonNode> elements = new ArrayList<>();
        if (list.isArray()) {
            list.forEach(elements::add);
        } else if (!list.isMissingNode() && !list.isNull()) {
            throw Problem.badRequest("Field '" + field + "' must be a list");
        }
        return elements;
    }

    /** Every message gets an answer: one that asks for nothing and does not sign in, too. */
    private static List<Command> answered(JsonNode message, List<Command> commands, String fault) {
        if (commands.isEmpty() && message.path(SIGN_IN).isMissingNode()) {
            commands.add(unknown(fault));
        }
        return commands;
    }

    private static Command unknown(String reason) {
        return new Command.Unreadable(0, false, reason);
    }

    private static String shown(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
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
        return new Command.Unreadable(cmdId, type.startsWith("ENTITY_"), "Unknown command type '" + shown(type) + "'");
    }
}
