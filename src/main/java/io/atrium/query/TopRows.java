package io.atrium.query;

import io.atrium.entity.Effort;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Keeps the first rows of an order out of many, without an object for each row that is looked at. */
final class TopRows {

    private static final int NUMBER = 0;
    private static final int TEXT = 1;
    private static final int MISSING = 2;

    /** About what a kept row takes, in bytes; its text is somebody else's. */
    private static final int KEPT_BYTES = 48;

    private record Row(int group, double number, String text, int ordinal) {}

    private final int reach;
    private final int sign;
    private final Effort effort;
    private final PriorityQueue<Row> worstFirst;

    TopRows(int reach, boolean ascending, Effort effort) {
        this.reach = reach;
        this.effort = effort;
        this.sign = ascending ? 1 : -1;
        this.worstFirst = new PriorityQueue<>(Math.min(reach, 1024) + 1, order().reversed());
    }

    void offer(double number, int ordinal) {
        offer(NUMBER, number, "", ordinal);
    }

    void offer(String text, int ordinal) {
        offer(TEXT, 0, text, ordinal);
    }

    void offerMissing(int ordinal) {
        offer(MISSING, 0, "", ordinal);
    }

    int reach() {
        return reach;
    }

    /** The ordinals that were kept, in order, from an offset on. */
    int[] from(int offset) {
        Row[] rows = worstFirst.toArray(Row[]::new);
        Arrays.sort(rows, order());
        return Arrays.stream(rows).skip(offset).mapToInt(Row::ordinal).toArray();
    }

    private void offer(int group, double number, String text, int ordinal) {
        if (worstFirst.size() < reach) {
            effort.hold(KEPT_BYTES);
            worstFirst.add(new Row(group, number, text, ordinal));
            return;
        }
        Row worst = worstFirst.peek();
        if (worst != null && compare(group, number, text, ordinal, worst) < 0) {
            worstFirst.poll();
            worstFirst.add(new Row(group, number, text, ordinal));
        }
    }

    private Comparator<Row> order() {
        return (one, two) -> compare(one.group(), one.number(), one.text(), one.ordinal(), two);
    }

    private int compare(int group, double number, String text, int ordinal, Row other) {
        if (group != other.group()) {
            return Integer.compare(group, other.group());
        }
        effort.spend(1 + Math.min(text.length(), other.text().length()));
        int byValue = group == NUMBER
                ? Double.compare(number, other.number())
                : String.CASE_INSENSITIVE_ORDER.compare(text, other.text());
        return sign * (byValue == 0 ? Integer.compare(ordinal, other.ordinal()) : byValue);
    }
}
