package io.atrium.entity;

import io.atrium.base.Problem;
import io.atrium.base.Value;
import io.atrium.base.ValueTyping;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVRecord;

/**
 * One line of an imported file, its cells sorted by what they mean. Cells that are empty
 * or missing are left out: they change nothing.
 *
 * @param number the line of the file, from 1
 */
public record BulkImportLine(
        long number, Map<BulkImportColumnType, String> fields, Map<KeyScope, Map<String, Value>> values) {

    /** What a reader puts in place of bytes that are no text in the code page that it took for granted. */
    private static final char REPLACEMENT = '\uFFFD';

    static BulkImportLine of(long number, CSVRecord cells, List<BulkImportRequest.Column> columns) {
        requireRoom(cells, columns.size());
        Map<BulkImportColumnType, String> fields = new EnumMap<>(BulkImportColumnType.class);
        Map<KeyScope, Map<String, Value>> values = new EnumMap<>(KeyScope.class);
        for (int i = 0; i < Math.min(cells.size(), columns.size()); i++) {
            BulkImportRequest.Column column = columns.get(i);
            BulkImportColumnType type = column.type();
            String cell = cells.get(i).strip();
            if (type == null || cell.isEmpty() || type.isKeyed() && isNameless(column)) {
                continue;
            }
            requireReadable(cell);
            if (type.isKeyed()) {
                String key = String.valueOf(column.key());
                values.computeIfAbsent(scope(type), s -> new LinkedHashMap<>()).put(key, value(key, cell));
            } else {
                fields.put(type, cell);
            }
        }
        if (!fields.containsKey(BulkImportColumnType.NAME)) {
            throw Problem.badRequest("the name is empty");
        }
        return new BulkImportLine(number, fields, values);
    }

    static boolean isNameless(BulkImportRequest.Column column) {
        return column.key() != null && column.key().isBlank();
    }

    /** Spreadsheets leave out empty cells at the end of a line, and end others with separators that mean nothing. */
    private static void requireRoom(CSVRecord cells, int columns) {
        for (int i = columns; i < cells.size(); i++) {
            if (!cells.get(i).isBlank()) {
                throw Problem.badRequest("the line has " + cells.size() + " columns instead of " + columns);
            }
        }
    }

    private static void requireReadable(String cell) {
        if (cell.indexOf('\0') >= 0) {
            throw Problem.badRequest("Text must not contain the character U+0000");
        }
        if (cell.indexOf(REPLACEMENT) >= 0) {
            throw Problem.badRequest("a character was lost (U+FFFD); the file was read with the wrong code page");
        }
    }

    private static KeyScope scope(BulkImportColumnType type) {
        return switch (type) {
            case SHARED_ATTRIBUTE -> KeyScope.SHARED_SCOPE;
            case SERVER_ATTRIBUTE -> KeyScope.SERVER_SCOPE;
            default -> KeyScope.TIME_SERIES;
        };
    }

    private static Value value(String key, String cell) {
        if (cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false")) {
            return Value.of(cell.equalsIgnoreCase("true"));
        }
        return ValueTyping.DEFAULT.string(key, cell);
    }

    public String name() {
        return fields.getOrDefault(BulkImportColumnType.NAME, "");
    }

    public Optional<String> field(BulkImportColumnType type) {
        return Optional.ofNullable(fields.get(type));
    }

    public Map<String, Value> values(KeyScope scope) {
        return values.getOrDefault(scope, Map.of());
    }
}
