import { queryOptions } from '@tanstack/react-query';
import { call, type Wire } from '@/api/http';
import type { EntityRef } from '@/lib/entity';
import { type Undo, undoChange } from './change';

/** A share that is there: who receives it, and its grant, which ends it. */
export interface PresentShare {
  readonly grantId: string;
  readonly receiver: string;
  readonly until: number | undefined;
}

/** The shares of a thing: the rows of a group, or what lets people see one entity. */
export function sharesQuery(thing: EntityRef) {
  return queryOptions({
    queryKey: ['access', 'shares', thing.id],
    queryFn: () => (thing.entityType === 'ENTITY_GROUP' ? groupShares(thing.id) : entityShares(thing)),
  });
}

async function groupShares(entityGroupId: string): Promise<PresentShare[]> {
  const rows = await call('get', '/api/entityGroup/{entityGroupId}/groupPermissions', {
    path: { entityGroupId },
  });
  return rows
    .filter(({ readOnly }) => readOnly !== true)
    .map((row) => ({
      grantId: row.id.id,
      receiver: receiverName(row.userGroupName, row.userGroupOwnerName),
      until: row.until ?? undefined,
    }));
}

async function entityShares({ entityType, id }: EntityRef): Promise<PresentShare[]> {
  const query = { entityType, entityId: id, pageSize: 500, page: 0 };
  const { data } = await call('get', '/api/access/who', { query });
  const shares = data.filter(({ reason }) => reason === 'ENTITY_GRANT').flatMap(shareOf);
  return [...new Map(shares.map((share) => [share.grantId, share])).values()];
}

function shareOf(viewer: Wire<'Viewer'>): PresentShare[] {
  const { grantId, until } = viewer;
  if (grantId === null || grantId === undefined) return [];
  return [{ grantId, receiver: receiverOf(viewer), until: until ?? undefined }];
}

/** The user group that a right comes through; the group of all users goes by its owner's name. */
export function receiverOf({ via, viaName, ownerName, email }: Wire<'Viewer'>): string {
  return via?.entityType === 'USER' ? email : receiverName(viaName, ownerName);
}

function receiverName(group: string | null | undefined, owner: string | null | undefined): string {
  if (group === 'All' || group === null || group === undefined) return owner ?? '';
  return owner === null || owner === undefined ? group : `${group} · ${owner}`;
}

/** Ends a share; the way back gives it again as it was, with its times. */
export async function endShare(grantId: string): Promise<Undo> {
  const path = { groupPermissionId: grantId };
  const grant = await call('get', '/api/groupPermission/info/{groupPermissionId}', {
    path,
    query: { isUserGroup: false },
  });
  await call('delete', '/api/groupPermission/{groupPermissionId}', { path });
  const { userGroupId: subject, roleId: role, entityGroupId: target, from, until } = grant;
  return () => undoChange({ grants: [{ subject, role, target, from, until }] });
}
