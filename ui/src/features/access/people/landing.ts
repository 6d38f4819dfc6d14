import { queryOptions } from '@tanstack/react-query';
import { call, send } from '@/api/http';
import { type EntityRef, sameEntity } from '@/lib/entity';
import { factsOf } from '../model/facts';

interface Newcomer {
  readonly owner: EntityRef | undefined;
  readonly groupId: string | undefined;
}

/**
 * Whether a user who is not there yet could read a dashboard: as his owner's, as one of an owner below, or by a share
 * with his owner or group. The server says it of users; of newcomers only what it lists can tell.
 */
export function landingQuery(dashboardId: string | undefined, { owner, groupId }: Newcomer) {
  return queryOptions({
    queryKey: ['access', 'landing', dashboardId, owner?.id, groupId],
    queryFn: () => canRead({ entityType: 'DASHBOARD', id: dashboardId ?? '' }, owner, groupId),
    enabled: dashboardId !== undefined && owner !== undefined,
    retry: false,
    staleTime: 5_000,
  });
}

async function canRead(dashboard: EntityRef, owner: EntityRef | undefined, groupId: string | undefined): Promise<boolean> {
  if (owner?.entityType === 'TENANT') return true;
  const { ownerId } = await factsOf(dashboard);
  if (await isBelow(ownerId, owner)) return true;
  const { entityType, id: entityId } = dashboard;
  const shares = await call('get', '/api/access/shares', { query: { entityType, entityId } });
  const now = Date.now();
  return shares.some(
    ({ receiver, receiverName, receiverOwner, until, from }) =>
      (until ?? Infinity) > now &&
      (from ?? 0) <= now &&
      (receiver?.id === groupId || (receiverName === 'All' && sameEntity(receiverOwner ?? undefined, owner))),
  );
}

/** Whether an owner is another one, or below it. */
async function isBelow(owner: EntityRef, above: EntityRef | undefined): Promise<boolean> {
  let each = owner;
  while (each.entityType === 'CUSTOMER') {
    if (sameEntity(each, above)) return true;
    each = (await factsOf(each)).ownerId;
  }
  return false;
}

/** Lets one user read a dashboard. */
export async function shareLanding(dashboardId: string, user: EntityRef): Promise<void> {
  await send('post', '/api/access/change', {
    entities: [{ entityType: 'DASHBOARD', id: dashboardId }],
    receivers: [user],
    readElseWrite: true,
  });
}
