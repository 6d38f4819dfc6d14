/** What this installation has of what a file names. */
import { call } from '@/api/http';
import type { EntityRef } from '@/lib/entity';
import type { Reference } from './references';

export interface Named extends EntityRef {
  readonly name: string;
}

/** So many are looked up in one question. */
const PART = 100;

/** The references that are not here, or not for the viewer. */
export async function unknownOf(references: readonly Reference[]): Promise<readonly Reference[]> {
  const kinds = [...new Set(references.map(({ entityType }) => entityType))];
  const here = await Promise.all(kinds.map((kind) => idsHere(kind, references.filter(({ entityType }) => entityType === kind).map(({ id }) => id))));
  const known = new Set(here.flat());
  return references.filter(({ id }) => !known.has(id.toLowerCase()));
}

async function idsHere(entityType: string, ids: readonly string[]): Promise<readonly string[]> {
  const parts = Array.from({ length: Math.ceil(ids.length / PART) }, (_, index) => ids.slice(index * PART, (index + 1) * PART));
  // A kind that cannot be asked for has nothing here.
  const found = await Promise.all(parts.map((entityList) => find({ type: 'entityList', entityType, entityList }, '', PART).catch(() => [])));
  return found.flat().map(({ id }) => id.toLowerCase());
}

/** Entities of a kind by a part of their name. */
export function ofName(entityType: string, text: string): Promise<readonly Named[]> {
  return find({ type: 'entityType', entityType }, text, 30);
}

async function find(entityFilter: object, textSearch: string, pageSize: number): Promise<readonly Named[]> {
  const name = { type: 'ENTITY_FIELD', key: 'name' };
  const page = await call('post', '/api/entitiesQuery/find', {
    body: {
      entityFilter,
      pageLink: { page: 0, pageSize, textSearch: textSearch || null, sortOrder: { key: name, direction: 'ASC' } },
      entityFields: [name],
      latestValues: [],
    } as never,
  });
  const rows = page.data as readonly { readonly entityId: EntityRef; readonly latest: { readonly ENTITY_FIELD?: { readonly name?: { readonly value: string } } } }[];
  return rows.map(({ entityId, latest }) => ({ ...entityId, name: latest.ENTITY_FIELD?.name?.value ?? '' }));
}
