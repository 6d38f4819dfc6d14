import { Button, Stack, Text } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { PageData } from '@/api/rows';
import { Loaded } from '@/kit/states';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';

interface LinesProps<T> {
  readonly label: string;
  readonly query: UseInfiniteQueryResult<InfiniteData<PageData<T>>>;
  readonly count: (total: number) => string;
  readonly empty: ReactNode;
  readonly line: (item: T) => ReactNode;
}

/** The lines of a growing list, with how many there are. */
export function Lines<T>({ label, query, count, empty, line }: LinesProps<T>) {
  const t = useText(accessText);
  return (
    <Loaded query={query} empty={empty} isEmpty={({ pages }) => pages[0]?.totalElements === 0}>
      {({ pages }) => (
        <Stack gap="xs">
          <Text size="xs" c="dimmed">
            {count(pages[0]?.totalElements ?? 0)}
          </Text>
          <Stack gap={0} component="ul" aria-label={label} m={0} p={0} style={{ listStyle: 'none' }}>
            {pages.flatMap(({ data }) => data).map(line)}
          </Stack>
          {query.hasNextPage && (
            <Button
              variant="default"
              size="xs"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {t('showMore')}
            </Button>
          )}
        </Stack>
      )}
    </Loaded>
  );
}
