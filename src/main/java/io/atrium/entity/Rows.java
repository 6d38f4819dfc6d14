package io.atrium.entity;

import io.atrium.base.AnswerText;
import io.atrium.base.Json;
import io.atrium.base.Page;
import io.atrium.http.Reply;
import java.util.Iterator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of a list one after the other, each under the directory's lock, with the lock free between slices of them.
 * Every row is counted; a list that gets too long is refused before it is whole.
 */
public final class Rows {

    private static final int USUAL_ROW = 512;

    /** How one item becomes a row. */
    @FunctionalInterface
    public interface Row<T> {

        /**
         * Writes the row; runs under the directory's lock.
         *
         * @param fetched what {@link #fetch} gave
         * @return false if the item is not there any more, or not for the reader; then nothing is written
         */
        boolean write(T item, @Nullable String fetched, StringBuilder out);

        /** True for an item of which something must be fetched that is not in memory. */
        default boolean isSlow(T item) {
            return false;
        }

        /** Fetches it; runs without the lock. */
        default @Nullable String fetch(T item) {
            return null;
        }
    }

    private final Effort effort;
    private final AnswerText answer;
    private boolean any;

    private Rows(Effort effort, int usual) {
        this.effort = effort;
        this.answer = new AnswerText(usual);
    }

    /** Rows that are objects, written as JSON; null for an item that is not there any more. */
    public static <T> Row<T> json(Function<T, @Nullable Object> form) {
        return (item, fetched, out) -> {
            Object row = form.apply(item);
            if (row != null) {
                out.append(Json.write(row));
            }
            return row != null;
        };
    }

    /** An array. The caller must not hold the lock; the items' iterator is asked under it. */
    public static <T> Reply list(Effort effort, Iterable<T> items, Row<T> row) {
        Rows rows = new Rows(effort, USUAL_ROW);
        rows.array(items, row);
        return Reply.json(rows.answer.bytes());
    }

    /** As {@link #list}, with the frame of a page around it. */
    public static <T> Reply page(Effort effort, Page<T> page, Row<T> row) {
        Rows rows = new Rows(effort, USUAL_ROW * (page.data().size() + 1));
        rows.answer.end().append("{\"data\":");
        rows.array(page.data(), row);
        rows.answer
                .end()
                .append(",\"totalPages\":")
                .append(page.totalPages())
                .append(",\"totalElements\":")
                .append(page.totalElements())
                .append(",\"hasNext\":")
                .append(page.hasNext())
                .append('}');
        return Reply.json(rows.answer.bytes());
    }

    private <T> void array(Iterable<T> items, Row<T> row) {
        answer.end().append('[');
        Iterator<T> left = items.iterator();
        boolean more = true;
        while (more) {
            more = slice(left, row);
        }
        answer.end().append(']');
    }

    /** Writes items up to one that is slow, and this; false if there are no more. */
    private <T> boolean slice(Iterator<T> left, Row<T> row) {
        Slow<T> slow = new Slow<>();
        effort.eachLocked(() -> {
            if (!left.hasNext()) {
                return false;
            }
            T item = left.next();
            if (row.isSlow(item)) {
                slow.item = item;
                return false;
            }
            write(item, null, row);
            return true;
        });
        T item = slow.item;
        if (item == null) {
            return false;
        }
        String fetched = row.fetch(item);
        return effort.locked(() -> {
            write(item, fetched, row);
            return true;
        });
    }

    private static final class Slow<T> {
        private @Nullable T item;
    }

    private <T> void write(T item, @Nullable String fetched, Row<T> row) {
        StringBuilder out = answer.end();
        int before = out.length();
        if (any) {
            out.append(',');
        }
        boolean written = row.write(item, fetched, out);
        if (!written) {
            out.setLength(before);
        }
        any |= written;
        int length = out.length() - before;
        effort.spend(Effort.LOOK + (long) length);
        effort.hold(length);
        answer.settle();
    }
}
