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

/**
 * The fixed entities that an alias starts from: roots of walks, groups, and what stands in for a state's entity that is
 * not there. If none of them is here, nothing can be found, which is something else than finding nothing.
 */
export function startsOf(alias: Alias, step: StateStep): readonly EntityRef[] {
  const raw = alias.filter;
  const filter = filterOf(alias, step);
  const start = filter === null ? null : (asRef(filter['rootEntity']) ?? asRef(filter['singleEntity']) ?? groupOf(filter));
  if (start === null || RELATIVE.has(start.entityType) || filter?.['multiRoot'] === true) return [];
  // What the address says is told about by the page itself.
  return followsState(alias) && entityOf(step, stateName(raw)) ? [] : [start];
}

function groupOf(filter: EntityFilter): EntityRef | null {
  const id = filter.type === 'entityGroup' ? (filter['entityGroup'] ?? filter['defaultStateEntityGroup']) : null;
  return typeof id === 'string' && id !== '' ? { entityType: 'ENTITY_GROUP', id } : null;
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
  return entityOf(step, stateName(raw)) ?? asRef(raw['defaultStateEntity']);
}

function stateName(raw: Raw): string | null {
  const name = raw['stateEntityParamName'];
  return typeof name === 'string' && name !== '' ? name : null;
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
