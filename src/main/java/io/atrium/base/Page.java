package io.atrium.base;

import java.util.List;
import java.util.function.Function;

/** One page of a list, with totals counted after the permission filter (access-model 5.1). */
public record Page<T>(List<T> data, int totalPages, long totalElements, boolean hasNext) {

    public static <T> Page<T> of(List<T> data, PageLink link, long totalElements) {
        int totalPages = (int) ((totalElements + link.pageSize() - 1) / link.pageSize());
        return new Page<>(data, totalPages, totalElements, link.page() + 1 < totalPages);
    }

    /** Cuts one page out of a whole list. */
    public static <T> Page<T> cut(List<T> all, PageLink link) {
        int from = (int) Math.min(link.offset(), all.size());
        int to = (int) Math.min(link.offset() + link.pageSize(), all.size());
        return of(all.subList(from, to), link, all.size());
    }

    public <R> Page<R> map(Function<? super T, R> each) {
        return new Page<>(data.stream().<R>map(each).toList(), totalPages, totalElements, hasNext);
    }
}
