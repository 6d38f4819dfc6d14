import { describe, expect, it } from 'vitest';
import { decodeStack, encodeForeign, encodeStack, rootStack, type StateStack } from './stack';

const asset = { entityType: 'ASSET', id: '784f394c-42b6-435a-983c-b7beff2784f9' };
const device = { entityType: 'DEVICE', id: '13814000-1dd2-11b2-8080-808080808080' };

const deep: StateStack = [
  { state: 'default', entity: null, named: {} },
  { state: 'building', entity: asset, named: {} },
  { state: 'air_sensor', entity: device, named: { 'other one': asset } },
];

describe('the stack in the address', () => {
  it('is empty at the root', () => {
    expect(encodeStack(rootStack('default'), 'default')).toBe('');
    expect(decodeStack(undefined, 'default')).toEqual(rootStack('default'));
    expect(decodeStack('', 'default')).toEqual(rootStack('default'));
  });

  it('can be read by people', () => {
    expect(encodeStack(deep.slice(0, 2), 'default')).toBe(`building.ASSET.${asset.id}`);
  });

  it('survives the way through the address', () => {
    const text = encodeStack(deep, 'default');
    const search = new URLSearchParams({ state: text }).toString();
    expect(search).toBe(`state=${text}`);
    expect(decodeStack(new URLSearchParams(search).get('state') ?? '', 'default')).toEqual(deep);
  });

  it('survives names of any kind', () => {
    for (const state of ['a.b', '..', '*', 'ä ö/ü', '_x_', '😀', '%41', '*2a*']) {
      const stack: StateStack = [...rootStack('default'), { state, entity: asset, named: { [state]: device } }];
      expect(decodeStack(encodeStack(stack, 'default'), 'default')).toEqual(stack);
    }
  });

  it('reads the form of the incumbent', () => {
    expect(decodeStack(encodeForeign(deep), 'default')).toEqual(deep);
    const padded = encodeURIComponent(
      btoa(JSON.stringify([{ id: 'building', params: { entityId: asset, entityName: 'Building A' } }])),
    );
    expect(decodeStack(padded, 'default')).toEqual([{ state: 'building', entity: asset, named: {} }]);
  });

  it('leads to the root when it cannot be read', () => {
    const forged = [
      'building.ASSET.nonsense',
      'building.asset.784f394c-42b6-435a-983c-b7beff2784f9',
      'building.ASSET',
      '.ASSET.784f394c-42b6-435a-983c-b7beff2784f9',
      `building.ASSET.${asset.id}.more.DEVICE.${device.id}`,
      btoa('[{"id":1}]'),
      btoa('[null,"x",{}]'),
    ];
    for (const text of forged) {
      expect(decodeStack(text, 'default')).toEqual(rootStack('default'));
    }
  });

  it('never takes a name from the address', () => {
    const text = btoa(JSON.stringify([{ id: 'building', params: { entityId: asset, entityName: '<b>forged</b>' } }]));
    expect(JSON.stringify(decodeStack(text, 'default'))).not.toContain('forged');
  });

  it('is limited in depth', () => {
    const steps = Array.from({ length: 500 }, () => `building.ASSET.${asset.id}`).join('..');
    expect(decodeStack(steps, 'default').length).toBeLessThan(30);
  });
});
