package io.atrium.query;

import io.atrium.base.Problem;
import io.atrium.entity.Directory;
import io.atrium.query.KeyFilterPredicate.ComplexOperation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/**
 * The key filters of one query: narrows parts down column by column. A value that the viewer may not read is a value that
 * is not there, and what is not there matches nothing.
 */
final class KeyFilters {

    private record Test(QueryKey key, Condition condition) {}

    private final List<Test> tests = new ArrayList<>();
    private final boolean any;

    KeyFilters(@Nullable List<KeyFilter> filters, @Nullable ComplexOperation operation, DynamicValues dynamic) {
        any = operation == ComplexOperation.OR;
        List<KeyFilter> list = QueryLimits.list("keyFilters", filters, QueryLimits.MAX_KEY_FILTERS);
        Conditions conditions = new Conditions(dynamic);
        boolean unconditional = false;
        for (int i = 0; i < list.size(); i++) {
            String field = "keyFilters[" + i + "]";
            QueryKey key = Keys.of(field + ".key", list.get(i).key());
            KeyFilterPredicate predicate =
                    QueryLimits.required(field + ".predicate", list.get(i).predicate());
            var condition = conditions.of(field + ".predicate", predicate);
            condition.ifPresent(present -> tests.add(new Test(key, present)));
            unconditional |= condition.isEmpty();
        }
        if (any && unconditional) {
            tests.clear();
        }
    }

    /** The part without the entities that the filters leave out. */
    Part apply(Part part, EntityFields fields, Readings readings) {
        if (tests.isEmpty() || part.entities().isEmpty()) {
            return part;
        }
        if (!any) {
            Part left = part;
            for (Test test : tests) {
                left = left.with(matching(left, test, fields, readings));
            }
            return left;
        }
        RoaringBitmap found = new RoaringBitmap();
        for (Test test : tests) {
            Part left = part.with(RoaringBitmap.andNot(part.entities(), found));
            found.or(matching(left, test, fields, readings));
        }
        return part.with(found);
    }

    private static RoaringBitmap matching(Part part, Test test, EntityFields fields, Readings readings) {
        RoaringBitmapWriter<RoaringBitmap> found = RoaringBitmapWriter.writer().get();
        Condition condition = test.condition();
        if (test.key().isField()) {
            matchField(part, fields.of(part.kind(), test.key().name()), condition, found);
        } else {
            EntityKeyType type = test.key().type();
            readings.forEach(type, test.key().name(), part.showing(type), (ordinal, ts, value) -> {
                if (condition.matches(value)) {
                    found.add(ordinal);
                }
            });
        }
        return found.get();
    }

    private static void matchField(
            Part part, EntityFields.Field field, Condition condition, RoaringBitmapWriter<RoaringBitmap> found) {
        Directory directory = part.scope().directory();
        switch (field) {
            case EntityFields.Field.None() -> {}
            case EntityFields.Field.Created() ->
                part.entities().forEach((int ordinal) -> {
                    if (condition.matchesNumber(directory.entry(ordinal).createdTime())) {
                        found.add(ordinal);
                    }
                });
            case EntityFields.Field.Text(var getter) ->
                part.entities().forEach((int ordinal) -> {
                    String text = getter.apply(directory.entry(ordinal));
                    if (text != null && !text.isEmpty() && condition.matchesText(text)) {
                        found.add(ordinal);
                    }
                });
        }
    }

    // ---- text search -------------------------------------------------------------------------------------------

    /** The entities of a part of which some chosen value holds the text; of which the name does if nothing is chosen. */
    static Part search(Part part, String text, List<QueryKey> chosen, EntityFields fields, Readings readings) {
        if (text.isEmpty() || part.entities().isEmpty()) {
            return part;
        }
        Condition contains = new Condition.OfText(KeyFilterPredicate.StringOperation.CONTAINS, text, true);
        RoaringBitmap found = new RoaringBitmap();
        for (QueryKey key : chosen.isEmpty() ? List.of(Keys.NAME) : chosen) {
            Part left = part.with(RoaringBitmap.andNot(part.entities(), found));
            found.or(matching(left, new Test(key, contains), fields, readings));
        }
        return part.with(found);
    }

    /** The text to search for, with its length checked. */
    static String searchText(@Nullable String text, int limit) {
        if (text == null) {
            return "";
        }
        if (text.length() > limit) {
            throw Problem.badRequest("Field 'pageLink.textSearch' is longer than " + limit + " characters");
        }
        return text;
    }
}
