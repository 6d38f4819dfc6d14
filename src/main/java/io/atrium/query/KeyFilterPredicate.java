package io.atrium.query;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.atrium.http.SchemaName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition on one value (device-data-api 5.2). The field {@code type} tells the forms apart. */
@JsonTypeInfo(
        use = JsonTypeInfo.Id.NAME,
        property = "type",
        visible = true,
        defaultImpl = KeyFilterPredicate.Unknown.class)
@JsonSubTypes({
    @Type(name = "STRING", value = KeyFilterPredicate.OfString.class),
    @Type(name = "NUMERIC", value = KeyFilterPredicate.OfNumber.class),
    @Type(name = "BOOLEAN", value = KeyFilterPredicate.OfBoolean.class),
    @Type(name = "PRESENCE", value = KeyFilterPredicate.Presence.class),
    @Type(name = "COMPLEX", value = KeyFilterPredicate.Complex.class)
})
public sealed interface KeyFilterPredicate {

    /** On the value as text. */
    @SchemaName("StringFilterPredicate")
    record OfString(
            @Nullable StringOperation operation,
            @Nullable StringValue value,
            @Nullable Boolean ignoreCase) implements KeyFilterPredicate {}

    /** On numbers; also on moments, in milliseconds. */
    @SchemaName("NumericFilterPredicate")
    record OfNumber(
            @Nullable NumericOperation operation, @Nullable NumericValue value) implements KeyFilterPredicate {}

    /** On true and false. */
    @SchemaName("BooleanFilterPredicate")
    record OfBoolean(
            @Nullable BooleanOperation operation, @Nullable BooleanValue value) implements KeyFilterPredicate {}

    /**
     * On whether there is a value at all; our own addition to the contract. A value that the viewer may not read does not
     * exist, and an entity field that is an empty text does not either.
     */
    @SchemaName("PresenceFilterPredicate")
    record Presence(@Nullable PresenceOperation operation) implements KeyFilterPredicate {}

    /** Several on the same value. */
    @SchemaName("ComplexFilterPredicate")
    record Complex(
            @Nullable ComplexOperation operation, @Nullable List<KeyFilterPredicate> predicates)
            implements KeyFilterPredicate {}

    /** A form that the contract does not have; kept so that the refusal can name it. */
    record Unknown(@Nullable String type) implements KeyFilterPredicate {}

    /** How text is compared. */
    enum StringOperation {
        EQUAL,
        NOT_EQUAL,
        STARTS_WITH,
        ENDS_WITH,
        CONTAINS,
        NOT_CONTAINS,
        IN,
        NOT_IN
    }

    /** How numbers are compared. */
    enum NumericOperation {
        EQUAL,
        NOT_EQUAL,
        GREATER,
        LESS,
        GREATER_OR_EQUAL,
        LESS_OR_EQUAL
    }

    /** How true and false are compared. */
    enum BooleanOperation {
        EQUAL,
        NOT_EQUAL
    }

    /** Whether there should be a value. */
    enum PresenceOperation {
        EXISTS,
        DOES_NOT_EXIST
    }

    /** How conditions go together. */
    enum ComplexOperation {
        AND,
        OR
    }

    /** What to compare text with. */
    @SchemaName("FilterPredicateValueString")
    record StringValue(
            @Nullable String defaultValue,
            @Nullable String userValue,
            @Nullable DynamicValue dynamicValue) {}

    /** What to compare numbers with. */
    @SchemaName("FilterPredicateValueDouble")
    record NumericValue(
            @Nullable Double defaultValue,
            @Nullable Double userValue,
            @Nullable DynamicValue dynamicValue) {}

    /** What to compare true and false with. */
    @SchemaName("FilterPredicateValueBoolean")
    record BooleanValue(
            @Nullable Boolean defaultValue,
            @Nullable Boolean userValue,
            @Nullable DynamicValue dynamicValue) {}

    /**
     * A value that depends on who asks.
     *
     * @param sourceAttribute a server attribute of the source
     * @param inherit true to go on to the source's owner, and so on up to the tenant, where the source lacks it
     */
    record DynamicValue(
            @Nullable DynamicValueSourceType sourceType,
            @Nullable String sourceAttribute,
            @Nullable Boolean inherit) {}

    /** Whose attribute a dynamic value is. */
    enum DynamicValueSourceType {
        CURRENT_TENANT,
        CURRENT_CUSTOMER,
        CURRENT_USER,
        /** Has no meaning outside alarm rules, so it has no value here. */
        CURRENT_DEVICE
    }
}
