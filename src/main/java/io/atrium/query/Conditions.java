package io.atrium.query;

import io.atrium.base.Problem;
import io.atrium.base.Substring;
import io.atrium.base.Value;
import io.atrium.query.KeyFilterPredicate.BooleanValue;
import io.atrium.query.KeyFilterPredicate.ComplexOperation;
import io.atrium.query.KeyFilterPredicate.NumericValue;
import io.atrium.query.KeyFilterPredicate.PresenceOperation;
import io.atrium.query.KeyFilterPredicate.StringOperation;
import io.atrium.query.KeyFilterPredicate.StringValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes conditions from the predicates of one query. A predicate whose value is absent or an empty text sets no
 * condition, which is not the same as a condition that everything meets: entities without a value pass as well.
 */
final class Conditions {

    private final DynamicValues dynamic;
    private int predicates;
    private int characters;

    Conditions(DynamicValues dynamic) {
        this.dynamic = dynamic;
    }

    /** The condition of a predicate; empty if it sets none. */
    Optional<Condition> of(String field, KeyFilterPredicate predicate) {
        return of(field, predicate, 1);
    }

    private Optional<Condition> of(String field, KeyFilterPredicate predicate, int depth) {
        if (depth > QueryLimits.MAX_PREDICATE_DEPTH) {
            throw Problem.badRequest(
                    "Field '" + field + "' is nested deeper than " + QueryLimits.MAX_PREDICATE_DEPTH + " levels");
        }
        if (++predicates > QueryLimits.MAX_PREDICATES) {
            throw Problem.badRequest("Field 'keyFilters' has more than " + QueryLimits.MAX_PREDICATES + " predicates");
        }
        return switch (predicate) {
            case KeyFilterPredicate.OfString text -> ofText(field, text);
            case KeyFilterPredicate.OfNumber number -> {
                NumericValue value = QueryLimits.required(field + ".value", number.value());
                var operation = QueryLimits.required(field + ".operation", number.operation());
                yield number(value).map(wanted -> new Condition.OfNumber(operation, wanted));
            }
            case KeyFilterPredicate.OfBoolean bool -> {
                BooleanValue value = QueryLimits.required(field + ".value", bool.value());
                var operation = QueryLimits.required(field + ".operation", bool.operation());
                yield bool(value).map(wanted -> new Condition.OfBoolean(operation, wanted));
            }
            case KeyFilterPredicate.Presence(var operation) ->
                Optional.of(new Condition.Present(
                        QueryLimits.required(field + ".operation", operation) == PresenceOperation.EXISTS));
            case KeyFilterPredicate.Complex complex -> ofSeveral(field, complex, depth);
            case KeyFilterPredicate.Unknown(String type) ->
                throw Problem.badRequest(
                        "Field '" + field + ".type' must be one of [STRING, NUMERIC, BOOLEAN, PRESENCE, COMPLEX], not "
                                + Names.quoted(type));
        };
    }

    private Optional<Condition> ofSeveral(String field, KeyFilterPredicate.Complex complex, int depth) {
        ComplexOperation operation = QueryLimits.required(field + ".operation", complex.operation());
        List<KeyFilterPredicate> predicatesInside =
                QueryLimits.list(field + ".predicates", complex.predicates(), QueryLimits.MAX_PREDICATES);
        List<Condition> parts = new ArrayList<>();
        for (int i = 0; i < predicatesInside.size(); i++) {
            of(field + ".predicates[" + i + "]", predicatesInside.get(i), depth + 1)
                    .ifPresent(parts::add);
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(new Condition.Several(operation, parts));
    }

    private Optional<Condition> ofText(String field, KeyFilterPredicate.OfString predicate) {
        StringOperation operation = QueryLimits.required(field + ".operation", predicate.operation());
        String wanted = text(QueryLimits.required(field + ".value", predicate.value()));
        boolean ofList = operation == StringOperation.IN || operation == StringOperation.NOT_IN;
        QueryLimits.checkLength(field + ".value", wanted, ofList ? QueryLimits.MAX_LIST_TEXT : QueryLimits.MAX_TEXT);
        characters += wanted.length();
        if (characters > QueryLimits.MAX_FILTER_TEXT) {
            throw Problem.badRequest(
                    "Field 'keyFilters' has more than " + QueryLimits.MAX_FILTER_TEXT + " characters of text");
        }
        if (wanted.isEmpty()) {
            return Optional.empty();
        }
        boolean ignoreCase = Boolean.TRUE.equals(predicate.ignoreCase());
        if (operation == StringOperation.CONTAINS || operation == StringOperation.NOT_CONTAINS) {
            Substring part = ignoreCase ? Substring.ignoringCase(wanted) : Substring.exactly(wanted);
            return Optional.of(new Condition.Containing(part, operation == StringOperation.NOT_CONTAINS));
        }
        if (!ofList) {
            return Optional.of(new Condition.OfText(operation, wanted, ignoreCase));
        }
        Set<String> values = ignoreCase ? new TreeSet<>(String.CASE_INSENSITIVE_ORDER) : new HashSet<>();
        Arrays.stream(wanted.split(","))
                .map(String::strip)
                .filter(v -> !v.isEmpty())
                .forEach(values::add);
        QueryLimits.checkSize(field + ".value", values, QueryLimits.MAX_IN_VALUES);
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(new Condition.InList(values, operation == StringOperation.NOT_IN));
    }

    // ---- values: the user's own, else the dynamic one, else the default -----------------------------------------

    private String text(StringValue value) {
        String chosen = value.userValue();
        if (chosen == null) {
            chosen = dynamic.find(value.dynamicValue()).map(Value::text).orElse(value.defaultValue());
        }
        return chosen == null ? "" : chosen;
    }

    private Optional<Double> number(NumericValue value) {
        Optional<Double> chosen = Optional.ofNullable(value.userValue());
        return chosen.or(() -> dynamic.find(value.dynamicValue()).flatMap(Conditions::asNumber))
                .or(() -> Optional.ofNullable(value.defaultValue()));
    }

    private Optional<Boolean> bool(BooleanValue value) {
        Optional<Boolean> chosen = Optional.ofNullable(value.userValue());
        return chosen.or(() -> dynamic.find(value.dynamicValue()).flatMap(Conditions::asBoolean))
                .or(() -> Optional.ofNullable(value.defaultValue()));
    }

    private static Optional<Double> asNumber(Value value) {
        if (value.isNumeric()) {
            return Optional.of(value.number());
        }
        try {
            return Optional.of(Double.parseDouble(value.text()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> asBoolean(Value value) {
        return switch (value.text()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
