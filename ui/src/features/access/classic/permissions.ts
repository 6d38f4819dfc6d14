import { queryOptions } from '@tanstack/react-query';
import { call, type Wire } from '@/api/http';

export type Permission = Wire<'GroupPermissionInfo'>;

/** From which side a list of permissions is looked at: a group of things, or a group of users. */
export type Side = 'things' | 'users';

export function groupQuery(entityGroupId: string) {
  return queryOptions({
    queryKey: ['access', 'group', entityGroupId],
    queryFn: () => call('get', '/api/entityGroup/{entityGroupId}', { path: { entityGroupId } }),
  });
}

export function permissionsQuery(groupId: string, side: Side) {
  return queryOptions({
    queryKey: ['access', 'permissions', groupId, side],
    queryFn: () =>
      side === 'users'
        ? call('get', '/api/userGroup/{userGroupId}/groupPermissions', { path: { userGroupId: groupId } })
        : call('get', '/api/entityGroup/{entityGroupId}/groupPermissions', {
            path: { entityGroupId: groupId },
          }),
  });
}

/** Roles, all or those that count on one group. */
export function rolesQuery(side: Side) {
  return queryOptions({
    queryKey: ['access', 'roles', side],
    queryFn: async () => {
      const query = { pageSize: 200, page: 0, ...(side === 'things' ? { type: 'GROUP' as const } : {}) };
      return (await call('get', '/api/roles', { query })).data;
    },
    staleTime: 10_000,
  });
}

/** Groups of a kind that the user may share. */
export function thingGroupsQuery(kind: string) {
  return queryOptions({
    queryKey: ['access', 'thingGroups', kind],
    queryFn: () =>
      call('get', '/api/entityGroups/{groupType}/all', {
        path: { groupType: kind },
        query: { includeShared: false },
      }),
    staleTime: 10_000,
  });
}

export function roleName({ role }: Permission): string {
  return role?.name ?? '';
}
