import { call } from '@/api/http';
import type { EntityRef } from '@/lib/entity';
import type { Undo } from './change';
import { factsOf } from './facts';
import type { GroupChoice, Named, OwnerStep } from './plan';

/** Puts things into exactly the given groups of the owner that they have; names that are not there yet become groups. */
export async function regroup({ chosen, owner, groups }: OwnerStep): Promise<Undo> {
  const before = await Promise.all(chosen.map(({ id }) => factsOf(id)));
  const ids = await idsOf(groups, owner, chosen[0]?.id.entityType ?? '');
  for (const { id } of chosen) await setGroups(id, owner.id, ids);
  return async () => {
    for (const facts of before) {
      await setGroups(
        facts.id,
        facts.ownerId,
        facts.groups.flatMap(({ id }) => (id === undefined ? [] : [id])),
      );
    }
  };
}

async function idsOf(groups: readonly GroupChoice[], owner: Named, type: string): Promise<string[]> {
  const ids: string[] = [];
  for (const { id, name } of groups) {
    ids.push(
      id ?? (await call('post', '/api/entityGroup', { body: { name, type, ownerId: owner.id } })).id.id,
    );
  }
  return ids;
}

/** With the owner it has, the call replaces the groups of an entity. */
async function setGroups(entity: EntityRef, owner: EntityRef, groupIds: readonly string[]): Promise<void> {
  const path = { ownerId: owner.id, entityType: entity.entityType, entityId: entity.id };
  if (owner.entityType === 'TENANT') {
    await call('post', '/api/owner/TENANT/{ownerId}/{entityType}/{entityId}', { path, body: groupIds });
  } else {
    await call('post', '/api/owner/CUSTOMER/{ownerId}/{entityType}/{entityId}', { path, body: groupIds });
  }
}
