import { useInfiniteQuery } from '@tanstack/react-query';
import type { PageData } from '@/api/rows';

const pageSize = 50;

export interface PageAsk {
  readonly page: number;
  readonly pageSize: number;
  readonly textSearch: string;
}

/** A list that grows on demand: the first page, and a way to the next. */
export function usePages<T>(
  key: readonly unknown[],
  textSearch: string,
  fetchPage: (ask: PageAsk) => Promise<PageData<T>>,
  on = true,
) {
  return useInfiniteQuery({
    queryKey: [...key, textSearch],
    queryFn: ({ pageParam }) => fetchPage({ page: pageParam, pageSize, textSearch }),
    initialPageParam: 0,
    getNextPageParam: (last: PageData<T>, all: readonly PageData<T>[]) =>
      all.length * pageSize < last.totalElements ? all.length : undefined,
    enabled: on,
  });
}
