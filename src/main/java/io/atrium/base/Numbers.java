package io.atrium.base;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of documents by their value, see {@link WholeNumber}: what the type cannot hold is refused and never cut.
 */
final class Numbers {

    /** Longest text that is read as a number with a fraction, in characters. */
    private static final int MAX_TEXT = 400;

    private Numbers() {}

    static void register(SimpleModule module) {
        module.addDeserializer(Long.class, new Reader<>(Long.class, Numbers::whole, null));
        module.addDeserializer(long.class, new Reader<>(Long.class, Numbers::whole, 0L));
        module.addDeserializer(Integer.class, new Reader<>(Integer.class, Numbers::small, null));
        module.addDeserializer(int.class, new Reader<>(Integer.class, Numbers::small, 0));
        module.addDeserializer(Double.class, new Reader<>(Double.class, Numbers::finite, null));
        module.addDeserializer(double.class, new Reader<>(Double.class, Numbers::finite, 0.0));
    }

    private static @Nullable Long whole(String text) {
        OptionalLong number = WholeNumber.of(text);
        return number.isEmpty() ? null : number.getAsLong();
    }

    private static @Nullable Integer small(String text) {
        Long number = whole(text);
        return number == null || number != number.intValue() ? null : number.intValue();
    }

    private static @Nullable Double finite(String text) {
        try {
            double value = text.length() > MAX_TEXT ? Double.NaN : new BigDecimal(text.strip()).doubleValue();
            return Double.isFinite(value) ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The value that a text spells; null for none that the type holds. */
    private interface Spelling<N> {
        @Nullable
        N read(String text);
    }

    private static final class Reader<N> extends StdScalarDeserializer<N> {

        private static final long serialVersionUID = 1;

        private final transient Spelling<N> spelling;
        private final transient @Nullable N absent;

        private Reader(Class<N> type, Spelling<N> spelling, @Nullable N absent) {
            super(type);
            this.spelling = spelling;
            this.absent = absent;
        }

        @Override
        public @Nullable N getNullValue(DeserializationContext context) {
            return absent;
        }

        @Override
        @SuppressWarnings("unchecked")
        public N deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonToken token = parser.currentToken();
            if (!token.isNumeric() && token != JsonToken.VALUE_STRING) {
                return (N) context.handleUnexpectedToken(handledType(), parser);
            }
            N value = spelling.read(parser.getText());
            if (value == null) {
                throw InvalidFormatException.from(parser, "No number of this type", parser.getText(), handledType());
            }
            return value;
        }
    }
}
