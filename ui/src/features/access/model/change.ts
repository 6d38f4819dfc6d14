import { send, type Wire } from '@/api/http';
import type { EntityRef } from '@/lib/entity';
import {
  type AccessPlan,
  distinct,
  keyOf,
  type Named,
  type OwnerStep,
  type Right,
  type ShareStep,
} from './plan';

/** A change of owner, of shares or of both, as the server takes it: in one transaction. */
export interface AccessChange {
  readonly entities: readonly EntityRef[];
  readonly includeContained?: boolean;
  readonly ownerId?: EntityRef;
  readonly groupIds?: readonly EntityRef[];
  /** By kind, the name of a group of the new owner, found or made. */
  readonly newGroups?: Readonly<Record<string, string>>;
  readonly receivers?: readonly EntityRef[];
  readonly readElseWrite?: boolean;
  readonly roleIds?: readonly EntityRef[];
  readonly until?: number;
  readonly newCredentials?: boolean;
}

/** A thing that a change touches. */
export interface PlannedThing extends Named {
  readonly ownerId?: EntityRef | null;
  readonly ownerName?: string | null;
  readonly contained: boolean;
}

/** A contained thing that stays as it is. */
export interface LeftThing extends Named {
  readonly reason: 'OTHER_OWNER' | 'NOT_ALLOWED' | 'DRAWN_BY_OTHERS';
}

/** What a change would do. */
export interface ChangePreview {
  readonly entities: readonly PlannedThing[];
  readonly left: readonly LeftThing[];
  readonly preview: Wire<'AccessPreview'>;
}

/** Takes a change back; its inside is the server's. */
export type AccessUndo = object;

interface Outcome {
  readonly undo: AccessUndo;
}

export async function previewChange(change: AccessChange, signal?: AbortSignal): Promise<ChangePreview> {
  return (await send('post', '/api/access/change/preview', change, signal)) as ChangePreview;
}

/** Takes back what was done. */
export type Undo = () => Promise<void>;

/** Makes the change. When its second half fails, the first is taken back. */
export async function applyPlan(plan: AccessPlan): Promise<Undo> {
  const done: AccessUndo[] = [];
  const undo = async () => {
    while (done.length > 0) await undoChange(done.pop());
  };
  try {
    for (const change of changesOf(plan)) {
      done.push(((await send('post', '/api/access/change', change)) as Outcome).undo);
    }
  } catch (error) {
    await undo();
    throw error;
  }
  return undo;
}

export async function undoChange(undo: AccessUndo | undefined): Promise<void> {
  await send('post', '/api/access/change/undo', undo);
}

/** The calls that a plan takes: one, unless owner and shares concern different things. */
export function changesOf({ owner, share }: AccessPlan): AccessChange[] {
  if (owner === undefined || share === undefined) {
    return [
      ...(owner === undefined ? [] : [ownerChange(owner)]),
      ...(share === undefined ? [] : [shareChange(share)]),
    ];
  }
  const [moved, shared] = [ownerChange(owner), shareChange(share)];
  return sameThings(moved, shared) ? [{ ...moved, ...shared }] : [moved, shared];
}

function sameThings(a: AccessChange, b: AccessChange): boolean {
  const keys = (change: AccessChange) => change.entities.map(keyOf).sort().join();
  return keys(a) === keys(b);
}

export function ownerChange({ chosen, contained, owner, groups, newCredentials }: OwnerStep): AccessChange {
  const kind = chosen[0]?.id.entityType ?? '';
  const made = groups.find(({ id }) => id === undefined)?.name;
  return {
    entities: distinct([...chosen, ...contained]).map(({ id }) => id),
    ownerId: owner.id,
    groupIds: groups.flatMap(({ id }) => (id === undefined ? [] : [{ entityType: 'ENTITY_GROUP', id }])),
    ...(made === undefined ? {} : { newGroups: { [kind]: made } }),
    ...(newCredentials === true ? { newCredentials } : {}),
  };
}

export function shareChange({ things, receivers, right, until }: ShareStep): AccessChange {
  return {
    entities: distinct(things).map(({ id }) => id),
    receivers: receivers.map(({ id }) => id),
    ...rightBody(right),
    ...(until === undefined ? {} : { until }),
  };
}

/** A right as the calls that share take it. */
export function rightBody(right: Right) {
  if (right.kind !== 'role') return { readElseWrite: right.kind === 'read' };
  return { roleIds: right.roleIds.map((id) => ({ entityType: 'ROLE', id })) };
}
