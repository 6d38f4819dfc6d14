package io.atrium.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;

/**
 * The JSON of devices, read as leniently as shipped firmware needs (device-data-api 1.4): unquoted names, single quotes,
 * raw control characters, loose numbers, and the words that C and its kin print for what is no number. The one reader of
 * this dialect for all channels.
 */
public final class DeviceJson {

    /** Keys repeat endlessly and so are shared, but never put into the process-wide pool: callers choose them. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH)
                    .maxNumberLength(Json.MAX_NUMBER_LENGTH)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_LEADING_DECIMAL_POINT_FOR_NUMBERS)
            .enable(JsonReadFeature.ALLOW_TRAILING_DECIMAL_POINT_FOR_NUMBERS)
            .build();

    /** For values that are objects or arrays; keeps decimals as written. */
    public static final ObjectReader DOCUMENTS = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    /** Of two fields of one name, one reader would take the first and another the last: a secret must not hang on that. */
    private static final ObjectReader MESSAGES = DOCUMENTS
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private static final byte[] UTF8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private DeviceJson() {}

    /** A message that must be one JSON object; an empty message counts as an empty object. */
    public static ObjectNode object(byte[] message) {
        if (message.length == 0) {
            return Json.object();
        }
        if (tree(message) instanceof ObjectNode object) {
            return object;
        }
        throw Problem.badRequest("The message must be a JSON object");
    }

    /** A message without the mark that some programs write before UTF-8. */
    public static byte[] withoutMark(byte[] message) {
        return message.length >= UTF8_MARK.length
                        && Arrays.equals(message, 0, UTF8_MARK.length, UTF8_MARK, 0, UTF8_MARK.length)
                ? Arrays.copyOfRange(message, UTF8_MARK.length, message.length)
                : message;
    }

    /** A message of any form, no object of which has two fields of one name. */
    public static JsonNode tree(byte[] message) {
        try {
            return read(withoutMark(message));
        } catch (IOException | NumberFormatException e) {
            throw new Problem(Problem.Kind.BAD_REQUEST, "The message is not valid JSON", e);
        }
    }

    private static JsonNode read(byte[] message) throws IOException {
        try {
            return MESSAGES.readTree(message);
        } catch (JsonParseException e) {
            byte[] mended = BareWords.mend(message);
            if (mended.length == 0) {
                throw e;
            }
            return MESSAGES.readTree(mended);
        }
    }
}
