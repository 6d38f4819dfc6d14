package io.atrium.query;

import io.atrium.query.KeyFilterPredicate.ComplexOperation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** The key filters of one query: narrows parts down column by column. */
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

    /** The types of the keys that the filters look at. */
    Set<EntityKeyType> types() {
        Set<EntityKeyType> types = EnumSet.noneOf(EntityKeyType.class);
        tests.forEach(test -> types.add(test.key().type()));
        return types;
    }

    /** The part without the entities that the filters leave out. */
    Part apply(Part part, Matching matching) {
        if (tests.isEmpty() || part.entities().isEmpty()) {
            return part;
        }
        if (!any) {
            Part left = part;
            for (Test test : tests) {
                left = left.with(matching.of(left, test.key(), test.condition()));
            }
            return left;
        }
        RoaringBitmap found = new RoaringBitmap();
        for (Test test : tests) {
            Part left = part.with(RoaringBitmap.andNot(part.entities(), found));
            found.or(matching.of(left, test.key(), test.condition()));
        }
        return part.with(found);
    }
}
