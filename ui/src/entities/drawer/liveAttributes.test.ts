import { describe, expect, it } from 'vitest';
import { foldAttributes } from './liveAttributes';

const list = [
  { key: 'floor', value: 3, lastUpdateTs: 10 },
  { key: 'open', value: true, lastUpdateTs: 10 },
  { key: 'room', value: 'Hall', lastUpdateTs: 10 },
];

describe('attributes told live', () => {
  it('keep their kind of value', () => {
    expect(foldAttributes(list, { floor: [[11, '4']], open: [[11, 'false']], room: [[11, 'Attic']] })).toEqual([
      { key: 'floor', value: 4, lastUpdateTs: 11 },
      { key: 'open', value: false, lastUpdateTs: 11 },
      { key: 'room', value: 'Attic', lastUpdateTs: 11 },
    ]);
  });

  it('do not go back to what was before', () => {
    expect(foldAttributes(list, { floor: [[9, '1']] })).toEqual(list);
  });

  it('go when they were deleted', () => {
    expect(foldAttributes(list, { open: [[0, '']], room: [] })?.map(({ key }) => key)).toEqual(['floor']);
  });

  it.each([
    ['a new key', { other: [[11, 'x']] }],
    ['a number that became a text', { floor: [[11, 'four']] }],
    ['a text that looks like a number', { room: [[11, '4']] }],
    ['an object', { room: [[11, '{"a":1}']] }],
  ] as const)('must be asked for after %s', (_what, points) => {
    expect(foldAttributes(list, points)).toBeUndefined();
  });
});
