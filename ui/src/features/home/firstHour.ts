import { queryOptions } from '@tanstack/react-query';
import { call } from '@/api/http';
import type { EntityRef } from '@/lib/entity';

/** What a user has said about the first steps; kept with his settings, so that another browser knows it, too. */
export interface FirstHourState {
  readonly hidden?: boolean;
  /** What the sample consists of, in the order in which it is removed. */
  readonly sample?: readonly EntityRef[];
}

const path = { type: 'firstHour' };

export const firstHourQuery = queryOptions({
  queryKey: ['first-hour'],
  queryFn: async (): Promise<FirstHourState> => (await call('get', '/api/user/settings/{type}', { path })) as FirstHourState,
});

export async function saveFirstHour(state: FirstHourState): Promise<unknown> {
  return call('put', '/api/user/settings/{type}', { path, body: state as never });
}

const newest = { page: 0, pageSize: 1, includeCustomers: true, sortProperty: 'createdTime', sortOrder: 'DESC' } as const;

/** Whether the newest device or dashboard is shared with anybody, or handed to a customer. */
export const anySharedQuery = queryOptions({
  queryKey: ['first-hour', 'shared'],
  queryFn: async (): Promise<boolean> => {
    const [devices, dashboards] = await Promise.all([
      call('get', '/api/deviceInfos/all', { query: newest }),
      call('get', '/api/dashboards/all', { query: newest }),
    ]);
    const things = [...devices.data, ...dashboards.data];
    if (things.some(({ ownerId }) => ownerId?.entityType === 'CUSTOMER')) return true;
    const shares = await Promise.all(
      things.map(({ id: { entityType, id } }) => call('get', '/api/access/shares', { query: { entityType, entityId: id } })),
    );
    return shares.some((list) => list.length > 0);
  },
});
