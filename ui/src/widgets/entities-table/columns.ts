import type { EntityKey, SortOrder } from '@/api/liveProtocol';
import type { DataKey } from '@/widgets/contract';

/** The server's key of a column; null where it cannot sort. */
export function sortKeyOf(key: Pick<DataKey, 'name' | 'type' | 'aggregationType'>): EntityKey | null {
  switch (key.type) {
    case 'attribute':
      return { type: 'ATTRIBUTE', key: key.name };
    case 'timeseries':
      return key.aggregationType === 'NONE' ? { type: 'TIME_SERIES', key: key.name } : null;
    case 'entityField':
      return { type: 'ENTITY_FIELD', key: key.name };
    case 'alarm':
    case 'computed':
    case 'count':
      return null;
  }
}

const OWN: Readonly<Record<string, string>> = { entityName: 'name', entityLabel: 'label', entityType: 'type' };

/** Reads `name`, `-name` and the incumbent's words for an entity's own fields. */
export function sortOf(stored: string, keys: readonly DataKey[]): SortOrder | null {
  const name = stored.replace(/^[-+]/, '');
  const direction = stored.startsWith('-') ? 'DESC' : 'ASC';
  const own = OWN[name];
  const key = keys.find((each) => each.label === name) ?? keys.find((each) => each.name === name);
  const sorted = own ? ({ type: 'ENTITY_FIELD', key: own } as const) : key ? sortKeyOf(key) : null;
  return sorted ? { key: sorted, direction } : null;
}

export function sameKey(one: EntityKey | null | undefined, two: EntityKey | null | undefined): boolean {
  return Boolean(one && two) && one?.type === two?.type && one?.key === two?.key;
}
