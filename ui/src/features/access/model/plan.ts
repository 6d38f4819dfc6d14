import type { EntityRef } from '@/lib/entity';

/** Something by its id and name. */
export interface Named {
  readonly id: EntityRef;
  readonly name: string;
}

/** Whom to share with: all users of a customer or the tenant, a user group, or one user. */
export interface Receiver extends Named {
  /** Tells equal names apart: the owner of a group or of a user. */
  readonly detail?: string | undefined;
}

/** What a share allows: the platform's read or write role, or roles of one's own. */
export type Right =
  | { readonly kind: 'read' }
  | { readonly kind: 'write' }
  | { readonly kind: 'role'; readonly roleIds: readonly string[] };

/** A group that is there, or one to be made under this name. */
export interface GroupChoice {
  readonly id?: string | undefined;
  readonly name: string;
}

/** Hands things to another owner. Groups take the chosen things only, for they hold one kind. */
export interface OwnerStep {
  readonly chosen: readonly Named[];
  readonly contained: readonly Named[];
  readonly owner: Named;
  readonly groups: readonly GroupChoice[];
  /** Devices get new credentials, so that whoever knows the present ones is left out. */
  readonly newCredentials?: boolean;
}

/** Shares things or groups with others. */
export interface ShareStep {
  readonly things: readonly Named[];
  readonly receivers: readonly Receiver[];
  readonly right: Right;
  /** First millisecond in which the share no longer counts. */
  readonly until?: number | undefined;
}

/** A change of access, before it is made. */
export interface AccessPlan {
  readonly owner?: OwnerStep | undefined;
  readonly share?: ShareStep | undefined;
}

export function isEmptyPlan({ owner, share }: AccessPlan): boolean {
  return owner === undefined && share === undefined;
}

export function keyOf(ref: EntityRef): string {
  return `${ref.entityType}:${ref.id}`;
}

export function refOf(key: string): EntityRef {
  const [entityType = '', id = ''] = key.split(':');
  return { entityType, id };
}

/** The things of a list, each once. */
export function distinct<T extends Named>(things: readonly T[]): T[] {
  return [...new Map(things.map((thing) => [keyOf(thing.id), thing])).values()];
}

export function isGroup(thing: Named): boolean {
  return thing.id.entityType === 'ENTITY_GROUP';
}
