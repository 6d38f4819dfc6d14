/**
 * Turns an alias into the filter of a query. The server answers the query with the viewer's rights, so an alias never
 * shows more than the viewer may see, whatever the dashboard or the address say.
 */
import type { EntityFilter } from '@/api/liveProtocol';
import type { EntityRef } from '@/lib/entity';
import type { Alias } from './model';
import { entityOf, type StateStep } from './stack';

/** Kinds that a walk may start at without an id: the server knows who asks. */
const RELATIVE = new Set(['CURRENT_TENANT', 'CURRENT_CUSTOMER', 'CURRENT_USER', 'CURRENT_USER_OWNER']);
const NO_ID = '13814000-1dd2-11b2-8080-808080808080';

/** Null where the alias needs an entity that the state does not have. */
export function filterOf(alias: Alias, step: StateStep): EntityFilter | null {
  const raw = alias.filter;
  switch (raw.type) {
    case 'singleEntity':
      return withRef({ type: 'singleEntity' }, 'singleEntity', asRef(raw['singleEntity']));
    case 'stateEntity':
      return withRef({ type: 'singleEntity' }, 'singleEntity', stateEntity(raw, step));
    case 'stateEntityOwner':
      return withRef({ type: 'stateEntityOwner' }, 'singleEntity', stateEntity(raw, step));
    case 'entityList':
    case 'entityName':
    case 'entityType':
    case 'assetType':
    case 'deviceType':
    case 'edgeType':
    case 'entityViewType':
    case 'apiUsageState':
    case 'entityGroupList':
    case 'entityGroupName':
      return plain(raw);
    case 'relationsQuery':
    case 'assetSearchQuery':
    case 'deviceSearchQuery':
    case 'edgeSearchQuery':
    case 'entityViewSearchQuery':
      return walk(raw, step);
    case 'entityGroup':
      return group(raw, step);
    case 'entitiesByGroupName':
      return raw['groupStateEntity'] === true
        ? withRef(plain(raw), 'ownerId', stateEntity(raw, step))
        : plain(raw);
    case 'schedulerEvent':
      return raw['originatorStateEntity'] === true
        ? withRef(plain(raw), 'originator', stateEntity(raw, step))
        : plain(raw);
    default:
      return null;
  }
}

/** True if the alias depends on the state's entity. */
export function followsState(alias: Alias): boolean {
  const raw = alias.filter;
  return (
    raw.type === 'stateEntity' ||
    raw.type === 'stateEntityOwner' ||
    raw['rootStateEntity'] === true ||
    raw['groupStateEntity'] === true ||
    raw['originatorStateEntity'] === true
  );
}

type Raw = Alias['filter'];

/** Without what only the dashboard understands. */
function plain(raw: Raw): EntityFilter {
  return without(raw, ['resolveMultiple', 'stateEntityParamName']);
}

function without(filter: EntityFilter, names: readonly string[]): EntityFilter {
  return { type: filter.type, ...Object.fromEntries(Object.entries(filter).filter(([name]) => !names.includes(name))) };
}

function withRef(filter: EntityFilter, field: string, ref: EntityRef | null): EntityFilter | null {
  return ref ? { ...filter, [field]: ref } : null;
}

function stateEntity(raw: Raw, step: StateStep): EntityRef | null {
  const name = raw['stateEntityParamName'];
  const chosen = entityOf(step, typeof name === 'string' && name !== '' ? name : null);
  return chosen ?? asRef(raw['defaultStateEntity']);
}

function walk(raw: Raw, step: StateStep): EntityFilter | null {
  const root = raw['rootStateEntity'] === true ? stateEntity(raw, step) : asRef(raw['rootEntity']);
  if (!root && raw['multiRoot'] !== true) {
    return null;
  }
  return { ...without(plain(raw), ['defaultStateEntity']), rootEntity: root, rootStateEntity: false };
}

function group(raw: Raw, step: StateStep): EntityFilter | null {
  if (raw['groupStateEntity'] !== true) {
    return plain(raw);
  }
  const chosen = stateEntity(raw, step);
  const entityGroup = chosen?.id ?? raw['defaultStateEntityGroup'];
  if (typeof entityGroup !== 'string' || entityGroup === '') {
    return null;
  }
  return {
    type: 'entityGroup',
    groupType: raw['groupType'] ?? raw['defaultStateGroupType'] ?? null,
    entityGroup,
    groupStateEntity: false,
  };
}

function asRef(raw: unknown): EntityRef | null {
  const value = raw as { entityType?: unknown; aliasEntityType?: unknown; id?: unknown } | null | undefined;
  const kind = value?.aliasEntityType ?? value?.entityType;
  if (typeof kind !== 'string' || kind === '') {
    return null;
  }
  if (RELATIVE.has(kind)) {
    return { entityType: kind, id: typeof value?.id === 'string' && value.id ? value.id : NO_ID };
  }
  return typeof value?.id === 'string' && value.id ? { entityType: kind, id: value.id } : null;
}
