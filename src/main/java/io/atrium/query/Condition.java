package io.atrium.query;

import io.atrium.base.Substring;
import io.atrium.base.Value;
import io.atrium.entity.Effort;
import io.atrium.query.KeyFilterPredicate.BooleanOperation;
import io.atrium.query.KeyFilterPredicate.ComplexOperation;
import io.atrium.query.KeyFilterPredicate.NumericOperation;
import io.atrium.query.KeyFilterPredicate.StringOperation;
import java.util.List;
import java.util.Set;

/**
 * A predicate with its values at hand: what one value of an entity is tested with. Each counts what it looks at, for there may
 * be hundreds for one value, and a value may be a long text.
 */
sealed interface Condition {

    /** Steps for asking one of several conditions, beside the characters that it looks at. */
    int PART = 4;

    boolean matches(Value value, Effort effort);

    /** As {@link #matches}, for fields that are text. */
    boolean matchesText(String text, Effort effort);

    /** As {@link #matches}, for fields that are whole numbers. */
    boolean matchesNumber(long number, Effort effort);

    /** Whether an entity without a value meets it; what is not there matches nothing but the wish that it is not. */
    default boolean matchesAbsent() {
        return false;
    }

    /** Compares the wire's text form, whatever the kind of value. */
    record OfText(StringOperation operation, String wanted, boolean ignoreCase) implements Condition {
        @Override
        public boolean matches(Value value, Effort effort) {
            return matchesText(value.text(), effort);
        }

        @Override
        public boolean matchesNumber(long number, Effort effort) {
            return matchesText(Long.toString(number), effort);
        }

        @Override
        public boolean matchesText(String text, Effort effort) {
            effort.spend(Math.min(text.length(), wanted.length()));
            return switch (operation) {
                case EQUAL -> equal(text);
                case NOT_EQUAL -> !equal(text);
                case STARTS_WITH -> text.regionMatches(ignoreCase, 0, wanted, 0, wanted.length());
                case ENDS_WITH ->
                    text.regionMatches(ignoreCase, text.length() - wanted.length(), wanted, 0, wanted.length());
                case CONTAINS, NOT_CONTAINS, IN, NOT_IN ->
                    throw new IllegalStateException(operation + " has a condition of its own");
            };
        }

        private boolean equal(String text) {
            return ignoreCase ? text.equalsIgnoreCase(wanted) : text.equals(wanted);
        }
    }

    /** Looks for a part of the wire's text form. */
    record Containing(Substring wanted, boolean negate) implements Condition {
        @Override
        public boolean matches(Value value, Effort effort) {
            return matchesText(value.text(), effort);
        }

        @Override
        public boolean matchesNumber(long number, Effort effort) {
            return matchesText(Long.toString(number), effort);
        }

        @Override
        public boolean matchesText(String text, Effort effort) {
            return wanted.isIn(text, effort::spend) != negate;
        }
    }

    /** Asks whether there is a value, whatever it is. */
    record Present(boolean wanted) implements Condition {
        @Override
        public boolean matches(Value value, Effort effort) {
            return wanted;
        }

        @Override
        public boolean matchesNumber(long number, Effort effort) {
            return wanted;
        }

        @Override
        public boolean matchesText(String text, Effort effort) {
            return wanted;
        }

        @Override
        public boolean matchesAbsent() {
            return !wanted;
        }
    }

    /** Looks the text up in a list; the set knows whether case counts. */
    record InList(Set<String> wanted, boolean negate) implements Condition {
        @Override
        public boolean matches(Value value, Effort effort) {
            return matchesText(value.text(), effort);
        }

        @Override
        public boolean matchesNumber(long number, Effort effort) {
            return matchesText(Long.toString(number), effort);
        }

        @Override
        public boolean matchesText(String text, Effort effort) {
            effort.spend(text.length());
            return wanted.contains(text) != negate;
        }
    }

    /** Compares numbers; what is stored as text is none. */
    record OfNumber(NumericOperation operation, double wanted) implements Condition {
        @Override
        public boolean matches(Value value, Effort effort) {
            return value.isNumeric() && compare(value.number());
        }

        @Override
        public boolean matchesNumber(long number, Effort effort) {
            return compare(number);
        }

        @Override
        public boolean matchesText(String text, Effort effort) {
            return false;
        }

        private boolean compare(double number) {
            return switch (operation) {
                case EQUAL -> number == wanted;
                case NOT_EQUAL -> number != wanted;
                case GREATER -> number > wanted;
                case LESS -> number < wanted;
                case GREATER_OR_EQUAL -> number >= wanted;
                case LESS_OR_EQUAL -> number <= wanted;
            };
        }
    }

    /** Compares true and false; nothing else is either. */
    record OfBoolean(BooleanOperation operation, boolean wanted) implements Condition {
        @Override
        public boolean matches(Value value, Effort effort) {
            return value.kind() == Value.Kind.BOOLEAN
                    && (value.bool() == wanted) == (operation == BooleanOperation.EQUAL);
        }

        @Override
        public boolean matchesNumber(long number, Effort effort) {
            return false;
        }

        @Override
        public boolean matchesText(String text, Effort effort) {
            return false;
        }
    }

    /** All of several, or one of several. */
    record Several(ComplexOperation operation, List<Condition> parts) implements Condition {
        @Override
        public boolean matches(Value value, Effort effort) {
            for (Condition part : parts) {
                effort.spend(PART);
                if (part.matches(value, effort) != isAnd()) {
                    return !isAnd();
                }
            }
            return isAnd();
        }

        @Override
        public boolean matchesNumber(long number, Effort effort) {
            for (Condition part : parts) {
                effort.spend(PART);
                if (part.matchesNumber(number, effort) != isAnd()) {
                    return !isAnd();
                }
            }
            return isAnd();
        }

        @Override
        public boolean matchesText(String text, Effort effort) {
            for (Condition part : parts) {
                effort.spend(PART);
                if (part.matchesText(text, effort) != isAnd()) {
                    return !isAnd();
                }
            }
            return isAnd();
        }

        @Override
        public boolean matchesAbsent() {
            return isAnd()
                    ? parts.stream().allMatch(Condition::matchesAbsent)
                    : parts.stream().anyMatch(Condition::matchesAbsent);
        }

        private boolean isAnd() {
            return operation == ComplexOperation.AND;
        }
    }
}
