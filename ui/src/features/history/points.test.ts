import { describe, expect, it } from 'vitest';
import { pageOfTable, rowsOf } from './points';

const points = (count: number, from: number, step: number) =>
  Array.from({ length: count }, (_, at) => ({ ts: from - at * step, value: at }));

describe('the table of readings', () => {
  it('shows the newest first, all keys together', () => {
    const { rows, since } = rowsOf({ a: points(2, 100, 10), b: points(1, 95, 1) });
    expect(rows.map(({ key, ts }) => `${key}${ts}`)).toEqual(['a100', 'b95', 'a90']);
    expect(since).toBeUndefined();
  });

  it('ends for all keys where the first of them has more', () => {
    const { rows, since } = rowsOf({ often: points(pageOfTable, 10_000, 1), rare: points(3, 10_000, 1_000) });
    expect(since).toBe(10_000 - pageOfTable + 1);
    expect(rows.filter(({ key }) => key === 'rare')).toHaveLength(1);
  });
});
