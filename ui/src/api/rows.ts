import { keepPreviousData, useQueries, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { Rows } from '@/lib/rows';

/** One page of an answer, as the server sends it. */
export interface PageData<T> {
  readonly data: readonly T[];
  readonly totalElements: number;
}

export type FetchPage<T> = (page: number, pageSize: number, signal: AbortSignal) => Promise<PageData<T>>;

/** Pages of a list that is wanted as a whole. */
const wholePage = 500;

async function collectAll<T>(fetchPage: FetchPage<T>, tell: (count: number) => void, signal: AbortSignal): Promise<readonly T[]> {
  const all: T[] = [];
  for (let page = 0; ; page++) {
    signal.throwIfAborted();
    const { data, totalElements } = await fetchPage(page, wholePage, signal);
    all.push(...data);
    tell(all.length);
    if (data.length < wholePage || all.length >= totalElements) return all;
  }
}

/**
 * A list of any length, loaded page by page as it is scrolled into sight. `key` names the list with all its filters;
 * to load it anew, invalidate it.
 */
export function usePagedRows<T>(key: readonly unknown[], fetchPage: FetchPage<T>, pageSize = 100): Rows<T> {
  const client = useQueryClient();
  const name = JSON.stringify(key);
  const [seen, setSeen] = useState<{ readonly name: string; readonly pages: readonly number[] }>({ name, pages: [0] });
  const wanted = seen.name === name ? seen.pages : [0];

  const pages = useQueries({
    queries: wanted.map((page) => ({
      queryKey: [...key, 'page', page, pageSize],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(page, pageSize, signal),
      ...(page === 0 ? { placeholderData: keepPreviousData } : {}),
    })),
  });

  const show = useCallback(
    (first: number, last: number) => {
      setSeen((former) => {
        const before = former.name === name ? former.pages : [0];
        const needed = span(Math.floor(first / pageSize), Math.floor(last / pageSize));
        const missing = needed.filter((page) => !before.includes(page));
        if (missing.length === 0 && former.name === name) return former;
        // Far pages are let go, so that a refresh asks only for what is near; the cache still has them for a while.
        const near = before.filter((page) => page === 0 || Math.abs(page - (needed[0] ?? 0)) <= 4);
        return { name, pages: [...near, ...missing].sort((a, b) => a - b) };
      });
    },
    [name, pageSize],
  );

  const range = async (first: number, last: number) => {
    const found = await Promise.all(
      span(Math.floor(first / pageSize), Math.floor(last / pageSize)).map((page) =>
        client.fetchQuery({
          queryKey: [...key, 'page', page, pageSize],
          queryFn: ({ signal }: { signal: AbortSignal }) => fetchPage(page, pageSize, signal),
          staleTime: 10_000,
        }),
      ),
    );
    const from = Math.floor(first / pageSize) * pageSize;
    return found.flatMap(({ data }) => data).slice(first - from, last - from + 1);
  };

  const stamps = pages.map((page) => page.dataUpdatedAt + (page.isPlaceholderData ? 0.5 : 0)).join();
  return useMemo(() => {
    const data = new Map(wanted.map((page, index) => [page, pages[index]?.data] as const));
    return {
      total: data.get(0)?.totalElements,
      at: (index) => data.get(Math.floor(index / pageSize))?.data[index % pageSize],
      loaded: [...data.values()].flatMap((page) => page?.data ?? []),
      show,
      error: pages.find((page) => page.error !== null)?.error ?? null,
      retry: () => void client.invalidateQueries({ queryKey: key }),
      range,
      collect: (tell, signal) => collectAll(fetchPage, tell, signal),
    };
    // The stamps change whenever one of the pages does; the results themselves are new objects on every render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [name, stamps, wanted.join(), pages.some((page) => page.isError)]);
}

function span(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first) + 1 }, (_, index) => first + index);
}
