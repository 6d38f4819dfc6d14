import { describe, expect, it } from 'vitest';
import { referencesOf, withOthers } from './references';

const id = (digit: number) => `784f394c-42b6-435a-983c-b7beff27840${digit}`;

const configuration = {
  entityAliases: {
    a: { alias: 'Boiler', filter: { type: 'singleEntity', singleEntity: { entityType: 'DEVICE', id: id(1) } } },
    b: { alias: 'Pumps', filter: { type: 'entityList', entityType: 'DEVICE', entityList: [id(1), id(2)] } },
    c: { alias: 'Below', filter: { type: 'relationsQuery', rootEntity: { entityType: 'ASSET', id: id(3) } } },
    d: { alias: 'Mine', filter: { type: 'singleEntity', singleEntity: { entityType: 'CURRENT_CUSTOMER', id: id(4) } } },
    e: { alias: 'Group', filter: { type: 'entityGroup', groupType: 'DEVICE', entityGroup: id(5) } },
    f: { alias: 'Nobody', filter: { singleEntity: { entityType: 'DEVICE', id: '13814000-1dd2-11b2-8080-808080808080' } } },
    g: null,
  },
  widgets: { w: { config: { datasources: [{ type: 'device', name: 'Meter', deviceId: id(6) }, null] } } },
};

describe('the references of a dashboard', () => {
  it('are found once each, with the aliases that have them', () => {
    expect(referencesOf(configuration).map(({ entityType, id: found, aliases }) => `${entityType} ${found.at(-1)} ${aliases.join()}`)).toEqual([
      'DEVICE 1 Boiler,Pumps',
      'DEVICE 2 Pumps',
      'ASSET 3 Below',
      'ENTITY_GROUP 5 Group',
      'DEVICE 6 Meter',
    ]);
  });

  it.each([null, 7, 'x', [], {}, { entityAliases: [], widgets: 'x' }])('are none in %o', (raw) => {
    expect(referencesOf(raw)).toEqual([]);
  });

  it('give way to others wherever they stand', () => {
    const next = withOthers(configuration, new Map([[id(1), id(9)]]));
    expect(next.entityAliases.a.filter.singleEntity.id).toBe(id(9));
    expect(next.entityAliases.b.filter.entityList).toEqual([id(9), id(2)]);
    expect(withOthers(configuration, new Map())).toBe(configuration);
  });
});
