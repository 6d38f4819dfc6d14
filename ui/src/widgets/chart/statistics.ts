import type { Point } from '@/widgets/contract';

export interface Statistics {
  readonly min: number;
  readonly max: number;
  readonly avg: number;
  readonly total: number;
  readonly latest: number | bigint;
}

/** Null where there are no points. */
export function statistics(points: readonly Point[]): Statistics | null {
  const last = points.at(-1);
  if (!last) {
    return null;
  }
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let total = 0;
  for (const { value } of points) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    total += value;
  }
  return { min, max, avg: total / points.length, total, latest: last.exact ?? last.value };
}
