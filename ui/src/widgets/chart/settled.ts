import type { Point, TimeSpan } from '@/widgets/contract';

/**
 * Leaves out the group that is still filling up when groups are sums: half an hour's water is no fall in use. If there is
 * nothing else it is shown none the less.
 */
export function settled(points: readonly Point[], span: TimeSpan | null, now: number): readonly Point[] {
  if (!span?.isLive || !span.isSummed || span.interval === 0) {
    return points;
  }
  const present = span.startTs + Math.floor((now - span.startTs) / span.interval) * span.interval;
  const done = points.filter((point) => point.ts < present);
  return done.length > 0 ? done : points;
}
