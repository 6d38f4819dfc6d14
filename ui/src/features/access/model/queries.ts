import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { call, type Wire } from '@/api/http';
import type { EntityRef } from '@/lib/entity';
import { type AccessChange, type LeftThing, type PlannedThing, previewChange } from './change';
import { factsOf } from './facts';
import type { Named, Receiver } from './plan';

const pageSize = 30;

/** The tenant and the customers that the user may read: whom things can belong to. */
export function ownersQuery(textSearch: string) {
  return queryOptions({
    queryKey: ['access', 'owners', textSearch],
    queryFn: async ({ signal }): Promise<readonly Named[]> => {
      const query = { pageSize, page: 0, textSearch, sortProperty: 'name' as const };
      return (await call('get', '/api/ownerInfos', { query: query, signal })).data;
    },
    staleTime: 30_000,
  });
}

/** The user groups of an owner by part of their name; the one of all users goes by the owner itself. */
export function userGroupsQuery(owner: Named | undefined, textSearch: string) {
  return queryOptions({
    queryKey: ['access', 'userGroups', owner?.id.id, owner?.name, textSearch],
    queryFn: async ({ signal }): Promise<readonly Receiver[]> => {
      const path = { ownerType: owner?.id.entityType ?? '', ownerId: owner?.id.id ?? '', groupType: 'USER' };
      const page = await call('get', '/api/entityGroups/{ownerType}/{ownerId}/{groupType}', {
        path,
        query: { pageSize, page: 0, textSearch },
        signal,
      });
      const groups = page.data.filter(({ groupAll }) => groupAll !== true);
      return groups.map(({ id, name }) => ({ id, name, detail: owner?.name }));
    },
    enabled: owner !== undefined,
    staleTime: 30_000,
  });
}

export function usersQuery(textSearch: string) {
  return queryOptions({
    queryKey: ['access', 'users', textSearch],
    queryFn: async ({ signal }): Promise<readonly Receiver[]> => {
      const query = { pageSize, page: 0, textSearch };
      const { data } = await call('get', '/api/users/info', { query: query, signal });
      return data.map(({ id, email, firstName, lastName }) => ({
        id,
        name: [firstName, lastName].filter(Boolean).join(' ') || email,
        detail: email,
      }));
    },
    staleTime: 30_000,
  });
}

/** The roles that can be given on one group or entity. */
export const groupRolesQuery = queryOptions({
  queryKey: ['access', 'groupRoles'],
  queryFn: async () => {
    const query = { pageSize: 100, page: 0, type: 'GROUP' as const };
    return (await call('get', '/api/roles', { query: query })).data;
  },
  staleTime: 30_000,
});

/** The groups of an owner that take entities of a kind; the one that holds all of them takes care of itself. */
export function groupsQuery(owner: EntityRef | undefined, kind: string) {
  return queryOptions({
    queryKey: ['access', 'groups', owner?.id, kind],
    queryFn: async (): Promise<readonly Wire<'EntityGroupInfo'>[]> => {
      const path = { ownerType: owner?.entityType ?? '', ownerId: owner?.id ?? '', groupType: kind };
      const all = await call('get', '/api/entityGroups/{ownerType}/{ownerId}/{groupType}/all', {
        path: path,
      });
      return all.filter(({ groupAll }) => groupAll !== true);
    },
    enabled: owner !== undefined,
    staleTime: 10_000,
  });
}

/** What a change could take along: the contained things that would follow, and those that stay, with the reason. */
export function containedQuery(change: AccessChange | undefined) {
  return queryOptions({
    queryKey: ['access', 'contained', change],
    queryFn: async ({ signal }): Promise<Contained> => {
      if (change === undefined) return { things: [], left: [] };
      const { entities, left } = await previewChange({ ...change, includeContained: true }, signal);
      return { things: entities.filter(({ contained }) => contained), left };
    },
    enabled: change !== undefined,
    staleTime: 10_000,
    retry: false,
  });
}

export interface Contained {
  readonly things: readonly PlannedThing[];
  readonly left: readonly LeftThing[];
}

export function factsQuery(ref: EntityRef | undefined) {
  return queryOptions({
    queryKey: ['access', 'facts', ref?.id],
    queryFn: () => factsOf(ref ?? { entityType: '', id: '' }),
    enabled: ref !== undefined,
  });
}

/** After a change of access any list may show other rows, owners and groups; everything in sight is asked for again. */
export function refreshAll(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
}
