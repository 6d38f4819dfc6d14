import { describe, expect, it } from 'vitest';
import { foldAttributes } from './liveAttributes';

const list = [
  { key: 'floor', value: 3, lastUpdateTs: 10 },
  { key: 'open', value: true, lastUpdateTs: 10 },
  { key: 'room', value: 'Hall', lastUpdateTs: 10 },
];

describe('attributes told live', () => {
  it('are of the type that the server tells', () => {
    expect(foldAttributes(list, { floor: [[11, '9007199254740993', 'LONG']], open: [[11, 'false', 'BOOLEAN']], room: [[11, '12E5', 'STRING']] })).toEqual([
      { key: 'floor', value: 9007199254740993n, lastUpdateTs: 11 },
      { key: 'open', value: false, lastUpdateTs: 11 },
      { key: 'room', value: '12E5', lastUpdateTs: 11 },
    ]);
  });

  it('do not go back to what was before', () => {
    expect(foldAttributes(list, { floor: [[9, '1', 'LONG']] })).toEqual(list);
  });

  it('go when they were deleted', () => {
    expect(foldAttributes(list, { open: [[0, '']], room: [] })?.map(({ key }) => key)).toEqual(['floor']);
  });

  it.each([
    ['a new key', { other: [[11, 'x']] }],
    ['a value without its type', { room: [[11, '4']] }],
  ] as const)('must be asked for after %s', (_what, points) => {
    expect(foldAttributes(list, points)).toBeUndefined();
  });
});
