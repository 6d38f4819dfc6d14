import { describe, expect, it } from 'vitest';
import { datasourceSchema, NO_DATA, type SourceData } from '@/widgets/contract';
import { lostAliases, type Place } from './useSources';
import { filterOf, followsState, startsOf } from './aliases';
import { readDashboard, type Alias } from './model';
import type { StateStep } from './stack';

const office = { entityType: 'ASSET', id: '784f394c-42b6-435a-983c-b7beff2784f9' };
const other = { entityType: 'DEVICE', id: '884f394c-42b6-435a-983c-b7beff2784f9' };
const here: StateStep = { state: 'office', entity: office, named: { other } };
const nowhere: StateStep = { state: 'office', entity: null, named: {} };

function alias(filter: object): Alias {
  const raw = { configuration: { entityAliases: { one: { alias: 'One', filter } } } };
  const found = readDashboard(raw).aliases.get('one');
  if (!found) throw new Error('The alias was not read');
  return found;
}

describe('an alias for what is not here', () => {
  const id = '784f394c-42b6-435a-983c-b7beff2784f9';
  const dashboard = readDashboard({
    configuration: {
      entityAliases: {
        one: { alias: 'Boiler', filter: { type: 'singleEntity', singleEntity: { entityType: 'DEVICE', id } } },
        state: { alias: 'Selected', filter: { type: 'stateEntity' } },
        walk: { alias: 'In the tower', filter: { type: 'relationsQuery', rootEntity: { entityType: 'ASSET', id }, direction: 'FROM' } },
        empty: { alias: 'In the barn', filter: { type: 'relationsQuery', rootEntity: { entityType: 'ASSET', id: other.id }, direction: 'FROM' } },
        mine: { alias: 'Mine', filter: { type: 'relationsQuery', rootEntity: { entityType: 'CURRENT_CUSTOMER', id }, direction: 'FROM' } },
        group: { alias: 'Pumps', filter: { type: 'entityGroup', groupType: 'DEVICE', entityGroup: id } },
        groups: { alias: 'Groups', filter: { type: 'entityGroupList', groupType: 'DEVICE', entityGroupList: [id] } },
        fallback: { alias: 'Chosen or tower', filter: { type: 'stateEntity', defaultStateEntity: { entityType: 'ASSET', id } } },
      },
    },
  });
  const place = { dashboard, step: { state: 'default', entity: null, entities: {} }, chosen: new Map(), hasEnded: false } as unknown as Place;
  const lost = (entityAliasId: string, change: Partial<SourceData> = {}) => {
    const request = { datasource: datasourceSchema.read({ type: 'entity', entityAliasId }), wants: 'latest', first: { page: 0, pageSize: 1, textSearch: '', sortOrder: null } } as const;
    return lostAliases([request], [{ ...NO_DATA, status: 'ready', ...change }], place, (ref) => ref.id === id);
  };

  it('is named where it stands, and no other', () => {
    expect(lost('one')).toEqual(['Boiler']);
    expect(lost('one', { status: 'loading' })).toEqual([]);
    expect(lost('state')).toEqual([]);
    expect(lost('gone', { status: 'unresolved' })).toEqual(['gone']);
  });

  it.each([['walk', 'In the tower'], ['group', 'Pumps'], ['groups', 'Groups'], ['fallback', 'Chosen or tower']])(
    'is named, too, where a %s starts from it', (name, shown) => {
      expect(lost(name)).toEqual([shown]);
      expect(lost(name, { count: 2 })).toEqual([]);
    },
  );

  it('is not said of a walk that starts here and finds nothing, nor of the viewer', () => {
    expect(lost('empty')).toEqual([]);
    expect(lost('mine')).toEqual([]);
  });
});

describe('what an alias starts from', () => {
  const root = { entityType: 'ASSET', id: other.id };
  it('is the fixed one, also where it stands in for a state without one; what the address says is none', () => {
    const fallback = alias({ type: 'relationsQuery', rootStateEntity: true, defaultStateEntity: root, direction: 'FROM' });
    expect(startsOf(fallback, nowhere)).toEqual([root]);
    expect(startsOf(fallback, here)).toEqual([]);
    const group = alias({ type: 'entityGroup', groupStateEntity: true, defaultStateEntityGroup: 'g1', defaultStateGroupType: 'DEVICE' });
    expect(startsOf(group, nowhere)).toEqual([{ entityType: 'ENTITY_GROUP', id: 'g1' }]);
    expect(startsOf(group, here)).toEqual([]);
    expect(startsOf(alias({ type: 'entityType', entityType: 'DEVICE' }), nowhere)).toEqual([]);
  });
});

describe('an alias', () => {
  it.each([
    [{ type: 'entityType', entityType: 'DEVICE' }],
    [{ type: 'entityName', entityType: 'DEVICE', entityNameFilter: 'A' }],
    [{ type: 'entityList', entityType: 'DEVICE', entityList: [other.id] }],
    [{ type: 'assetType', assetTypes: ['building'], assetNameFilter: '' }],
    [{ type: 'deviceType', deviceTypes: ['air-sensor'] }],
    [{ type: 'edgeType', edgeTypes: ['x'] }],
    [{ type: 'entityViewType', entityViewTypes: ['x'] }],
    [{ type: 'apiUsageState' }],
    [{ type: 'entityGroupList', groupType: 'DEVICE', entityGroupList: [other.id] }],
    [{ type: 'entityGroupName', groupType: 'DEVICE', entityGroupNameFilter: 'A' }],
  ])('goes to the server as it is: %o', (filter) => {
    const found = alias({ ...filter, resolveMultiple: true, stateEntityParamName: null });
    expect(filterOf(found, nowhere)).toEqual(filter);
    expect(followsState(found)).toBe(false);
  });

  it('names one entity, or who asks', () => {
    expect(filterOf(alias({ type: 'singleEntity', singleEntity: other }), nowhere)).toEqual({
      type: 'singleEntity',
      singleEntity: other,
    });
    const customer = filterOf(alias({ type: 'singleEntity', singleEntity: { entityType: 'CURRENT_CUSTOMER' } }), nowhere);
    expect(customer).toMatchObject({ singleEntity: { entityType: 'CURRENT_CUSTOMER' } });
    expect(filterOf(alias({ type: 'singleEntity', singleEntity: null }), nowhere)).toBeNull();
  });

  it('takes the entity of the state', () => {
    const selected = alias({ type: 'stateEntity', stateEntityParamName: null, defaultStateEntity: null });
    expect(filterOf(selected, here)).toEqual({ type: 'singleEntity', singleEntity: office });
    expect(filterOf(selected, nowhere)).toBeNull();
    expect(followsState(selected)).toBe(true);
  });

  it('takes a named entity of the state, or its default', () => {
    const named = alias({ type: 'stateEntity', stateEntityParamName: 'other', defaultStateEntity: office });
    expect(filterOf(named, here)).toMatchObject({ singleEntity: other });
    expect(filterOf(named, nowhere)).toMatchObject({ singleEntity: office });
  });

  it('takes the owner of the state entity', () => {
    expect(filterOf(alias({ type: 'stateEntityOwner' }), here)).toEqual({ type: 'stateEntityOwner', singleEntity: office });
  });

  it.each(['relationsQuery', 'assetSearchQuery', 'deviceSearchQuery', 'edgeSearchQuery', 'entityViewSearchQuery'])(
    'walks from the state entity: %s',
    (type) => {
      const walk = alias({ type, rootStateEntity: true, rootEntity: null, direction: 'FROM', maxLevel: 1, relationType: 'Contains' });
      expect(filterOf(walk, here)).toMatchObject({ type, rootEntity: office, direction: 'FROM', maxLevel: 1, rootStateEntity: false });
      expect(filterOf(walk, nowhere)).toBeNull();
    },
  );

  it('walks from an entity of its own', () => {
    const walk = alias({ type: 'relationsQuery', rootStateEntity: false, rootEntity: other, direction: 'TO', filters: [] });
    expect(filterOf(walk, here)).toMatchObject({ rootEntity: other, direction: 'TO' });
  });

  it('takes a group of the state, or its own', () => {
    expect(filterOf(alias({ type: 'entityGroup', groupType: 'DEVICE', entityGroup: other.id }), nowhere)).toMatchObject({
      entityGroup: other.id,
    });
    const chosen = alias({ type: 'entityGroup', groupStateEntity: true, defaultStateGroupType: 'DEVICE' });
    expect(filterOf(chosen, here)).toMatchObject({ entityGroup: office.id, groupType: 'DEVICE' });
    expect(filterOf(chosen, nowhere)).toBeNull();
  });

  it('takes the owner of a named group from the state', () => {
    const group = alias({ type: 'entitiesByGroupName', groupType: 'DEVICE', entityGroupNameFilter: 'A', groupStateEntity: true });
    expect(filterOf(group, here)).toMatchObject({ ownerId: office, entityGroupNameFilter: 'A' });
    expect(filterOf(group, nowhere)).toBeNull();
  });

  it('takes the originator of events from the state', () => {
    expect(filterOf(alias({ type: 'schedulerEvent', originatorStateEntity: true }), here)).toMatchObject({ originator: office });
    expect(filterOf(alias({ type: 'schedulerEvent' }), nowhere)).toEqual({ type: 'schedulerEvent' });
  });

  it('of a form that is not known finds nothing', () => {
    expect(filterOf(alias({ type: 'everything' }), here)).toBeNull();
  });
});
