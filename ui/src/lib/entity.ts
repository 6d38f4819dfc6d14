/** Points at one entity, as on the wire. */
export interface EntityRef {
  readonly entityType: string;
  readonly id: string;
}

/** An entity that a list showed: what a dialog needs to name it and to know who holds it. */
export interface EntityHandle {
  readonly id: EntityRef;
  readonly name: string;
  readonly ownerId?: EntityRef | undefined;
  readonly ownerName?: string | undefined;
}

export function sameEntity(a: EntityRef | undefined, b: EntityRef | undefined): boolean {
  return a !== undefined && b !== undefined && a.id === b.id && a.entityType === b.entityType;
}

/** A field of additionalInfo, which is free JSON; undefined when it is not of the wanted type. */
export function textField(info: unknown, name: string): string | undefined {
  const value = field(info, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function flagField(info: unknown, name: string): boolean {
  return field(info, name) === true;
}

function field(info: unknown, name: string): unknown {
  return typeof info === 'object' && info !== null ? (info as Record<string, unknown>)[name] : undefined;
}
