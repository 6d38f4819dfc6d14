package io.atrium.entity;

import io.atrium.base.Actor;
import io.atrium.base.Problem;
import io.atrium.base.Ref;
import io.atrium.base.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Creates and changes things by the lines of a CSV file (lessons-dashboards 1.1). Every line stands or falls alone: a bad
 * one changes nothing and is reported. Lines are tried many at a time in one change, because a commit costs more than a
 * line; only when one of them is bad does each of them get a change of its own.
 */
public final class BulkImports {

    /** Most lines of one file. */
    public static final int MAX_LINES = 100_000;

    /** Largest file, in characters. */
    public static final int MAX_FILE = 20_000_000;

    /** Most columns of one file. */
    public static final int MAX_COLUMNS = 200;

    /** Most lines whose error is told; all are counted. */
    static final int MAX_TOLD = 1_000;

    private static final int LINES_A_CHANGE = 100;
    private static final Set<Problem.Kind> NOT_THE_LINES_FAULT =
            EnumSet.of(Problem.Kind.INTERNAL, Problem.Kind.UNAVAILABLE, Problem.Kind.AUTHENTICATION);

    private final Platform platform;
    private final Readings readings;

    /** Stores the time series columns of a line that was imported. */
    public interface Readings {
        /** Stores values at the present moment; the permission is checked already. Completes when they are safe. */
        CompletableFuture<Void> write(Directory directory, Entry entity, Map<String, Value> values);
    }

    /**
     * @param readings where time series columns go
     */
    public BulkImports(Platform platform, Readings readings) {
        this.platform = platform;
        this.readings = readings;
    }

    /**
     * Imports a file on behalf of a caller.
     *
     * @param stillIn throws if the caller's log-in has ended; asked again and again, for a long file takes its time
     */
    public BulkImportResult run(Actor actor, BulkImportRequest request, BulkImportTarget target, Runnable stillIn) {
        return new Run(actor, request, target, stillIn).run();
    }

    /** Takes one line of a file. */
    private interface LineReader {
        void take(long number, CSVRecord cells);
    }

    /** One import on its way. */
    private final class Run {
        private final Actor actor;
        private final BulkImportTarget target;
        private final Runnable stillIn;
        private final ImportFile file;
        private final List<BulkImportRequest.Column> columns;
        private final boolean header;
        private final BulkImportSave save;
        private final List<String> told = new ArrayList<>();
        private final List<UUID> created = new ArrayList<>();
        private int updated;
        private int errors;
        /** The line at which the caller was told enough, 0 before that; what is left would tell him what he may not know. */
        private long stoppedAt;

        Run(Actor actor, BulkImportRequest request, BulkImportTarget target, Runnable stillIn) {
            this.actor = actor;
            this.target = target;
            this.stillIn = stillIn;
            BulkImportRequest.Mapping mapping = request.mapping();
            if (mapping == null || mapping.columns() == null) {
                throw Problem.badRequest("Field 'mapping.columns' must be specified");
            }
            this.columns = columns(mapping.columns(), target);
            this.file = ImportFile.of(request.file(), mapping.delimiter());
            this.header = Boolean.TRUE.equals(mapping.header());
            this.save = new BulkImportSave(
                    platform,
                    actor,
                    target,
                    owner(request.customerId()),
                    group(request.entityGroupId()),
                    Boolean.TRUE.equals(mapping.update()));
        }

        BulkImportResult run() {
            count();
            List<BulkImportLine> some = new ArrayList<>(LINES_A_CHANGE);
            read((number, cells) -> {
                add(some, number, cells);
                if (some.size() == LINES_A_CHANGE) {
                    save(some);
                }
            });
            save(some);
            if (stoppedAt > 0) {
                told.add("The lines after line " + stoppedAt + " were not tried");
            }
            return new BulkImportResult(created.size(), updated, errors, List.copyOf(told), List.copyOf(created));
        }

        private void save(List<BulkImportLine> some) {
            stillIn.run();
            if (!some.isEmpty() && (stoppedAt > 0 || !together(some))) {
                some.forEach(this::alone);
            }
            some.clear();
        }

        private boolean together(List<BulkImportLine> some) {
            List<BulkImportSave.Saved> saved;
            try {
                saved = save.all(some);
            } catch (Problem problem) {
                if (NOT_THE_LINES_FAULT.contains(problem.kind())) {
                    throw problem;
                }
                return false;
            }
            done(saved);
            return true;
        }

        private void alone(BulkImportLine line) {
            if (stoppedAt > 0) {
                errors++;
                return;
            }
            try {
                done(save.all(List.of(line)));
            } catch (Problem problem) {
                if (NOT_THE_LINES_FAULT.contains(problem.kind())) {
                    throw problem;
                }
                bad(line.number(), problem.publicMessage());
                if (problem.kind() == Problem.Kind.TOO_MANY_REQUESTS) {
                    stoppedAt = line.number();
                }
            }
        }

        /** Stores the time series of all lines at once: waiting for the disk once is as slow as waiting for one. */
        private void done(List<BulkImportSave.Saved> saved) {
            Map<BulkImportLine, CompletableFuture<Void>> writes = new LinkedHashMap<>();
            for (BulkImportSave.Saved one : saved) {
                if (one.isNew()) {
                    created.add(one.entry().id());
                } else {
                    updated++;
                }
                Map<String, Value> series = one.line().values(KeyScope.TIME_SERIES);
                if (!series.isEmpty()) {
                    writes.put(one.line(), readings.write(save.directory(), one.entry(), series));
                }
            }
            writes.forEach(this::await);
        }

        private void await(BulkImportLine line, CompletableFuture<Void> write) {
            try {
                write.join();
            } catch (CompletionException e) {
                String reason = e.getCause() instanceof Problem problem ? problem.publicMessage() : "storage failed";
                tell(line.number(), "saved, but not its time series: " + reason);
            }
        }

        private void bad(long line, String reason) {
            errors++;
            tell(line, reason);
        }

        private void tell(long line, String reason) {
            if (told.size() < MAX_TOLD) {
                told.add("Line " + line + ": " + reason);
            }
        }

        // ---- the file ------------------------------------------------------------------------------------------

        /** Reads the whole once before anything is saved, so that a file that is no CSV changes nothing. */
        private void count() {
            int[] lines = new int[1];
            read((number, cells) -> {
                if (++lines[0] > MAX_LINES) {
                    throw Problem.badRequest("Field 'file' has more than " + MAX_LINES + " lines");
                }
            });
        }

        /** Hands over line by line: all cells of a file at once would take many times its size. */
        private void read(LineReader line) {
            CSVFormat format = CSVFormat.DEFAULT
                    .builder()
                    .setDelimiter(file.delimiter())
                    .setIgnoreEmptyLines(true)
                    .get();
            try (CSVParser parser = CSVParser.parse(file.text(), format)) {
                Iterator<CSVRecord> records = parser.iterator();
                CSVRecord cells = header && next(records) == null ? null : next(records);
                while (cells != null) {
                    line.take(file.linesBefore() + parser.getCurrentLineNumber(), cells);
                    cells = next(records);
                }
            } catch (IOException e) {
                throw noCsv(e);
            }
        }

        private @Nullable CSVRecord next(Iterator<CSVRecord> records) {
            try {
                return records.hasNext() ? records.next() : null;
            } catch (UncheckedIOException | IllegalStateException e) {
                throw noCsv(e);
            }
        }

        private Problem noCsv(Exception cause) {
            return new Problem(Problem.Kind.BAD_REQUEST, "Field 'file' is not valid CSV", cause);
        }

        private void add(List<BulkImportLine> lines, long number, CSVRecord cells) {
            try {
                lines.add(BulkImportLine.of(number, cells, columns));
            } catch (Problem problem) {
                bad(number, problem.publicMessage());
            }
        }
    }

    // ---- the request -------------------------------------------------------------------------------------------

    private static List<BulkImportRequest.Column> columns(
            List<BulkImportRequest.Column> columns, BulkImportTarget target) {
        if (columns.size() > MAX_COLUMNS) {
            throw Problem.badRequest("Field 'mapping.columns' has more than " + MAX_COLUMNS + " elements");
        }
        Set<BulkImportColumnType> seen = EnumSet.noneOf(BulkImportColumnType.class);
        for (BulkImportRequest.Column column : columns) {
            BulkImportColumnType type = column.type();
            if (type == null || !target.columns().contains(type)) {
                throw Problem.badRequest("Column type " + type + " is not supported for "
                        + target.kind().name());
            }
            if (type.isKeyed()) {
                // A column without a name comes from a separator at the end of the header; its cells are left out.
                if (!BulkImportLine.isNameless(column)) {
                    Attributes.checkKey(column.key() == null ? "" : column.key());
                }
            } else if (!seen.add(type)) {
                throw Problem.badRequest("Column type " + type + " occurs more than once");
            }
        }
        if (!seen.contains(BulkImportColumnType.NAME)) {
            throw Problem.badRequest("No column of type NAME");
        }
        return List.copyOf(columns);
    }

    private static Optional<Ref> owner(@Nullable Ref customer) {
        return Ref.isNone(customer) ? Optional.empty() : Optional.ofNullable(customer);
    }

    private static List<UUID> group(@Nullable String id) {
        if (id == null || id.isBlank()) {
            return List.of();
        }
        try {
            return List.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            throw new Problem(Problem.Kind.BAD_REQUEST, "Field 'entityGroupId' is not a UUID", e);
        }
    }
}
