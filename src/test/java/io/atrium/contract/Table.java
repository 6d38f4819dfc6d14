package io.atrium.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Rows of a tab-separated text without its comment lines. */
final class Table {

    private Table() {}

    static String resource(String name) {
        try (InputStream stream = Table.class.getResourceAsStream("/contract/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("src/test/resources/contract/" + name + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<List<String>> rows(String text, int columns) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> cells(line, columns))
                .toList();
    }

    /** The parts of a cell that holds several values; none for an empty cell. */
    static Stream<String> parts(String cell, String separator) {
        return cell.isEmpty()
                ? Stream.empty()
                : Arrays.stream(cell.split(java.util.regex.Pattern.quote(separator), -1));
    }

    private static List<String> cells(String line, int columns) {
        List<String> cells = List.of(line.split("\t", -1));
        if (cells.size() != columns) {
            throw new IllegalArgumentException(
                    "A row has " + cells.size() + " columns instead of " + columns + ": " + line);
        }
        return cells;
    }
}
