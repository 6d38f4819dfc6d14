package io.atrium.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atrium.access.Operation;
import io.atrium.entity.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Takes the ids of things that a reader may not read out of what the log keeps of a change. */
final class HiddenIds {

    private static final int LENGTH = 36;

    private HiddenIds() {}

    /** True if there was any. */
    static boolean remove(Scope scope, JsonNode document) {
        boolean isAny = false;
        Deque<JsonNode> todo = new ArrayDeque<>(List.of(document));
        while (!todo.isEmpty()) {
            JsonNode node = todo.pop();
            if (node instanceof ObjectNode fields) {
                List<String> hidden = new ArrayList<>();
                for (Map.Entry<String, JsonNode> field : fields.properties()) {
                    if (isHidden(scope, field.getValue())) {
                        hidden.add(field.getKey());
                    }
                }
                fields.remove(hidden);
                isAny |= !hidden.isEmpty();
                fields.forEach(todo::push);
            } else if (node instanceof ArrayNode items) {
                int before = items.size();
                items.removeIf(item -> isHidden(scope, item));
                isAny |= items.size() < before;
                items.forEach(todo::push);
            }
        }
        return isAny;
    }

    private static boolean isHidden(Scope scope, JsonNode value) {
        if (!value.isTextual() || value.textValue().length() != LENGTH) {
            return false;
        }
        try {
            return scope.directory()
                    .find(UUID.fromString(value.textValue()))
                    .filter(entry -> !scope.may(Operation.READ, entry))
                    .isPresent();
        } catch (IllegalArgumentException noId) {
            return false;
        }
    }
}
