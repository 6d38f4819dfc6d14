import { addressOf, call, send } from '@/api/http';
import type { EntityRef } from '@/lib/entity';
import type { GroupChoice } from './plan';

/** Who holds an entity now, and in which groups it is. */
export interface Facts {
  readonly id: EntityRef;
  readonly ownerId: EntityRef;
  readonly ownerName: string;
  readonly groups: readonly GroupChoice[];
}

const infoPaths: Readonly<Record<string, string>> = {
  DEVICE: '/api/device/info/{id}',
  ASSET: '/api/asset/info/{id}',
  DASHBOARD: '/api/dashboard/info/{id}',
  CUSTOMER: '/api/customer/info/{id}',
  USER: '/api/user/info/{id}',
  ENTITY_VIEW: '/api/entityView/info/{id}',
};

interface Info {
  readonly ownerId: EntityRef;
  readonly ownerName?: string | null;
  readonly groups?: readonly { readonly id: EntityRef; readonly name: string }[] | null;
}

export async function factsOf(ref: EntityRef): Promise<Facts> {
  const path = infoPaths[ref.entityType];
  if (path === undefined) return groupFacts(ref);
  const info = (await send('get', addressOf(path, { id: ref.id }))) as Info;
  const groups = (info.groups ?? []).map(({ id, name }) => ({ id: id.id, name }));
  return { id: ref, ownerId: info.ownerId, ownerName: info.ownerName ?? '', groups };
}

async function groupFacts(ref: EntityRef): Promise<Facts> {
  const { ownerId } = await call('get', '/api/entityGroup/{entityGroupId}', {
    path: { entityGroupId: ref.id },
  });
  const owner = await call('get', '/api/ownerInfo/{ownerType}/{ownerId}', {
    path: { ownerType: ownerId.entityType, ownerId: ownerId.id },
  });
  return { id: ref, ownerId, ownerName: owner.name, groups: [] };
}
