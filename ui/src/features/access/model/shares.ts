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

/** A share of a thing, with what else the dialog says about it. */
export interface ListedShare extends PresentShare {
  /** The shared group that the thing is in; absent for a share of the thing itself. */
  readonly groupName: string | undefined;
  readonly roleName: string;
  readonly from: number | undefined;
  /** Who passed it on; it ends with what they were given. */
  readonly passedOnBy: string | undefined;
  readonly mayEnd: boolean;
}

/** The shares of a thing or group, also those that nobody uses yet. */
export function sharesQuery({ entityType, id }: EntityRef) {
  return queryOptions({
    queryKey: ['access', 'shares', id],
    queryFn: async (): Promise<readonly ListedShare[]> =>
      (await call('get', '/api/access/shares', { query: { entityType, entityId: id } })).flatMap(listed),
  });
}

function listed(share: Wire<'AccessShare'>): ListedShare[] {
  const {
    grantId,
    receiver,
    receiverName: name,
    receiverOwnerName,
    groupName,
    roleName,
    from,
    until,
    passedOnBy,
    mayEnd,
  } = share;
  if (typeof grantId !== 'string') return [];
  return [
    {
      grantId,
      receiver: receiver?.entityType === 'USER' ? (name ?? '') : receiverName(name, receiverOwnerName),
      groupName: groupName ?? undefined,
      roleName: roleName ?? '',
      from: from ?? undefined,
      until: until ?? undefined,
      passedOnBy: passedOnBy ?? undefined,
      mayEnd: mayEnd === true,
    },
  ];
}

/** The user group that a right comes through; the group of all users goes by its owner's name. */
export function receiverOf({ via, viaName, ownerName, email }: Wire<'Viewer'>): string {
  return via?.entityType === 'USER' ? email : receiverName(viaName, ownerName);
}

function receiverName(group: string | null | undefined, owner: string | null | undefined): string {
  if (group === 'All' || group === null || group === undefined) return owner ?? '';
  return owner === null || owner === undefined ? group : `${group} · ${owner}`;
}

/**
 * Ends a share; the way back gives it again as it was, with its times. There is none for what somebody passed on: only they
 * can pass it on again.
 */
export async function endShare(grantId: string): Promise<Undo | undefined> {
  const path = { groupPermissionId: grantId };
  const grant = await call('get', '/api/groupPermission/info/{groupPermissionId}', {
    path,
    query: { isUserGroup: false },
  });
  const { userGroupId: subject, roleId: role, entityGroupId: target, from, until } = grant;
  const isPassedOn = await passedOn(target ?? undefined, grantId);
  await call('delete', '/api/groupPermission/{groupPermissionId}', { path });
  if (isPassedOn) return undefined;
  return () => undoChange({ grants: [{ subject, role, target, from, until }] });
}

async function passedOn(target: Wire<'EntityId'> | undefined, grantId: string): Promise<boolean> {
  if (target === undefined) return false;
  const shares = await call('get', '/api/access/shares', { query: { entityType: target.entityType, entityId: target.id } });
  return shares.some((share) => share.grantId === grantId && (share.passedOnBy ?? undefined) !== undefined);
}
