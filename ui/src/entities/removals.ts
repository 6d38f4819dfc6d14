import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call, type Wire } from '@/api/http';
import { useMe } from '@/api/session';
import type { EntityRef } from '@/lib/entity';

type Removal = Wire<'Removal'>;

function entitiesOf({ entityIds }: Removal): readonly EntityRef[] {
  return entityIds ?? [];
}

const key = ['removals'] as const;

/** How long the server waits before it deletes. */
export const undoMs = 30_000;
/** The server looks for what is due every second. */
const slackMs = 1_500;

/** What waits to be deleted; the lists are new before what is gone leaves this. */
async function waiting(client: QueryClient): Promise<readonly Removal[]> {
  const before = client.getQueryData<readonly Removal[]>(key) ?? [];
  const now = await call('get', '/api/removals');
  const gone = before.filter(({ id }) => now.every((each) => each.id !== id));
  await refresh(client, gone);
  return now;
}

function refresh(client: QueryClient, removals: readonly Removal[]): Promise<unknown> {
  const kinds = new Set(removals.flatMap(entitiesOf).map(({ entityType }) => entityType));
  return Promise.all([...kinds].map((kind) => client.invalidateQueries({ queryKey: [kind] })));
}

/** The caller's deletions that wait; they survive a reload of the page. */
function useWaiting(): readonly Removal[] {
  const client = useQueryClient();
  const { authority } = useMe();
  const { data = [] } = useQuery({
    queryKey: key,
    queryFn: () => waiting(client),
    enabled: authority !== 'SYS_ADMIN',
    refetchInterval: ({ state: { data: found = [] } }) =>
      found.length === 0 ? false : Math.max(slackMs, Math.min(...found.map(({ leftMs }) => leftMs ?? 0)) + slackMs),
  });
  return data;
}

/** Ids of all that waits to be deleted: lists leave it out already. */
export function useGoing(): ReadonlySet<string> {
  const waits = useWaiting();
  return useMemo(() => new Set(waits.flatMap(entitiesOf).map(({ id }) => id)), [waits]);
}

/** How many of a kind wait to be deleted. */
export function useGoingOf(): (kind: string) => number {
  const waits = useWaiting();
  return (kind) => waits.flatMap(entitiesOf).filter(({ entityType }) => entityType === kind).length;
}

export interface PlannedRemoval {
  readonly count: number;
  /** Why some of it stays. */
  readonly refused: readonly string[];
  readonly undo: () => Promise<unknown>;
}

/** Deletes in half a minute, whether this page is still open then or not. */
export function usePlanRemoval(): (entities: readonly EntityRef[]) => Promise<PlannedRemoval> {
  const client = useQueryClient();
  return async (entities) => {
    const planned = await call('post', '/api/removals', { body: { entityIds: entities.map(({ entityType, id }) => ({ entityType, id })) } });
    client.setQueryData<readonly Removal[]>(key, (before = []) => [...before, planned]);
    return { count: entitiesOf(planned).length, refused: (planned.refused ?? []).map(({ message }) => message ?? ''), undo: () => callOff(client, planned) };
  };
}

async function callOff(client: QueryClient, { id }: Removal): Promise<void> {
  await call('delete', '/api/removals/{removalId}', { path: { removalId: id } });
  await client.invalidateQueries({ queryKey: key });
}

/** Calls off the deletion of something that waits; undefined if it does not. */
export function useCallOff(entity: EntityRef): (() => Promise<unknown>) | undefined {
  const client = useQueryClient();
  const removal = useWaiting().find((each) => entitiesOf(each).some(({ id }) => id === entity.id));
  return removal && (() => callOff(client, removal));
}
