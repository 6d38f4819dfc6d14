import { describe, expect, it } from 'vitest';
import { endOf } from '../fields/EndDate';
import { type Effect, mergeEffects } from './preview';

const thing = (id: string) => ({ id: { entityType: 'DEVICE', id }, name: id });
const effect = (gains: readonly string[], losses: readonly string[]): Effect => ({
  user: { id: { entityType: 'USER', id: 'emma' }, name: 'emma@x' },
  ownerName: 'Customer A',
  gains: gains.map(thing),
  gainCount: gains.length,
  losses: losses.map(thing),
  lossCount: losses.length,
});

describe('mergeEffects', () => {
  it('adds up what several parts of a plan do for one person', () => {
    const [merged] = mergeEffects([effect(['a', 'b'], []), effect(['b', 'c'], ['d'])]);
    expect(merged?.gains.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect([merged?.gainCount, merged?.lossCount]).toEqual([3, 1]);
  });

  it('says nothing about what one part takes and the other gives back', () => {
    expect(mergeEffects([effect(['a'], []), effect([], ['a'])])).toEqual([]);
  });

  it('counts what the server did not list', () => {
    const [merged] = mergeEffects([{ ...effect(['a'], []), gainCount: 500 }, effect(['b'], [])]);
    expect(merged?.gainCount).toBe(501);
  });
});

describe('endOf', () => {
  it('counts the whole last day', () => {
    expect(endOf('')).toBeUndefined();
    expect(endOf('2026-12-31')).toBe(new Date(2027, 0, 1).getTime());
  });
});
