/** Folds the server's answers into rows. */
import type { EntityData, Sample } from '@/api/liveProtocol';
import { keyId, type DataKey, type Point, type Reading, type Row } from '@/widgets/contract';
import { aggregateKeys, entityKey, isAggregated } from './request';

/** How points are kept: grouped ones are replaced by the server's, single ones are added and fall off at the start. */
export interface SeriesPolicy {
  readonly isGrouped: boolean;
  /** Points before it fall off. */
  readonly startTs: () => number;
  readonly limit: number;
}

/**
 * The row after an answer.
 *
 * @param before the row as it was; null for one that is new
 * @param isWhole true for a page, false for an update of what is there
 */
export function foldRow(
  before: Row | null,
  data: EntityData,
  keys: readonly DataKey[],
  isWhole: boolean,
  policy: SeriesPolicy,
): Row {
  const fields = data.latest?.ENTITY_FIELD ?? {};
  return {
    entity: data.entityId,
    name: fields['name']?.value ?? before?.name ?? '',
    label: fields['label']?.value ?? before?.label ?? '',
    profile: fields['type']?.value ?? before?.profile ?? '',
    latest: foldLatest(before, data, keys, isWhole),
    series: foldSeries(before, data, keys, isWhole, policy),
  };
}

function foldLatest(
  before: Row | null,
  data: EntityData,
  keys: readonly DataKey[],
  isWhole: boolean,
): Readonly<Record<string, Reading>> {
  const next: Record<string, Reading> = {};
  const aggregates = aggregateKeys(keys);
  keys.forEach((key, index) => {
    const id = keyId(key);
    const old = before?.latest[id];
    const aggregate = aggregates.find((each) => each.id === index);
    const [plain] = entityKey(key);
    const sample = aggregate
      ? data.aggLatest?.[String(index)]?.current
      : plain
        ? data.latest?.[plain.type]?.[plain.key]
        : undefined;
    const keepsOld = aggregate ? sample === undefined : sample === undefined && !isWhole;
    const reading = keepsOld ? old : readingOfSample(sample);
    if (reading) {
      next[id] = reading;
    }
  });
  return next;
}

/** The server says with 0 and an empty text that there is no value. */
function readingOfSample(sample: Sample | null | undefined): Reading | undefined {
  return sample && !(sample.ts === 0 && sample.value === '') ? { ts: sample.ts, value: sample.value } : undefined;
}

function foldSeries(
  before: Row | null,
  data: EntityData,
  keys: readonly DataKey[],
  isWhole: boolean,
  policy: SeriesPolicy,
): Readonly<Record<string, readonly Point[]>> {
  const news = data.timeseries ?? {};
  const old = before?.series ?? {};
  if (Object.keys(news).length === 0) {
    return old;
  }
  const next: Record<string, readonly Point[]> = { ...old };
  for (const key of keys) {
    const samples = news[key.name];
    if (key.type !== 'timeseries' || isAggregated(key) || !samples) {
      continue;
    }
    const points = pointsOf(samples);
    const id = keyId(key);
    if (isWhole) {
      next[id] = points;
    } else if (!policy.isGrouped) {
      next[id] = joined(old[id] ?? [], points, policy);
    }
  }
  return next;
}

/** Points in the order of time; texts that are no numbers are left out. */
export function pointsOf(samples: readonly Sample[]): readonly Point[] {
  return samples
    .map(({ ts, value }) => ({ ts, value: value.trim() === '' ? Number.NaN : Number(value) }))
    .filter((point) => Number.isFinite(point.value))
    .sort((one, two) => one.ts - two.ts);
}

/** Adds points; of two at the same time the newer answer holds. */
function joined(old: readonly Point[], news: readonly Point[], policy: SeriesPolicy): readonly Point[] {
  const last = old[old.length - 1];
  const first = news[0];
  let all: readonly Point[];
  if (!last || !first || first.ts > last.ts) {
    all = [...old, ...news];
  } else {
    const byTime = new Map(old.map((point) => [point.ts, point]));
    news.forEach((point) => byTime.set(point.ts, point));
    all = [...byTime.values()].sort((one, two) => one.ts - two.ts);
  }
  const start = policy.startTs();
  const kept = all.findIndex((point) => point.ts >= start);
  return kept < 0 ? [] : all.slice(Math.max(kept, all.length - policy.limit));
}

/** Puts the groups of a part of the time in the place of what was there. */
export function replaceGroups(
  points: readonly Point[],
  startTs: number,
  endTs: number,
  groups: readonly Point[],
): readonly Point[] {
  return [
    ...points.filter((point) => point.ts < startTs),
    ...groups.filter((point) => point.ts >= startTs && point.ts < endTs),
    ...points.filter((point) => point.ts >= endTs),
  ];
}
