package io.atrium.base;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of documents by their value: {@code 5}, {@code 5.0}, {@code 5e0} and {@code "5"} are the same whole number, and
 * what the type cannot hold exactly is refused and never cut.
 */
final class Numbers {

    /** Longest text that is read as a number, in characters. */
    private static final int MAX_TEXT = 400;

    private Numbers() {}

    static void register(SimpleModule module) {
        module.addDeserializer(Long.class, new Reader<>(Long.class, BigDecimal::longValueExact, null));
        module.addDeserializer(long.class, new Reader<>(Long.class, BigDecimal::longValueExact, 0L));
        module.addDeserializer(Integer.class, new Reader<>(Integer.class, BigDecimal::intValueExact, null));
        module.addDeserializer(int.class, new Reader<>(Integer.class, BigDecimal::intValueExact, 0));
        module.addDeserializer(Double.class, new Reader<>(Double.class, Numbers::finite, null));
        module.addDeserializer(double.class, new Reader<>(Double.class, Numbers::finite, 0.0));
    }

    private static double finite(BigDecimal number) {
        double value = number.doubleValue();
        if (Double.isInfinite(value)) {
            throw new ArithmeticException("Out of range");
        }
        return value;
    }

    private interface Narrowing<N> {
        N of(BigDecimal number);
    }

    private static final class Reader<N> extends StdScalarDeserializer<N> {

        private static final long serialVersionUID = 1;

        private final transient Narrowing<N> narrowing;
        private final transient @Nullable N absent;

        private Reader(Class<N> type, Narrowing<N> narrowing, @Nullable N absent) {
            super(type);
            this.narrowing = narrowing;
            this.absent = absent;
        }

        @Override
        public @Nullable N getNullValue(DeserializationContext context) {
            return absent;
        }

        @Override
        public N deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonToken token = parser.currentToken();
            try {
                if (token.isNumeric()) {
                    return narrowing.of(parser.getDecimalValue());
                }
                if (token == JsonToken.VALUE_STRING && parser.getTextLength() <= MAX_TEXT) {
                    return narrowing.of(new BigDecimal(parser.getText().strip()));
                }
            } catch (ArithmeticException | NumberFormatException e) {
                throw InvalidFormatException.from(parser, "Out of range or no number", parser.getText(), handledType());
            }
            @SuppressWarnings("unchecked")
            N never = (N) context.handleUnexpectedToken(handledType(), parser);
            return never;
        }
    }
}
