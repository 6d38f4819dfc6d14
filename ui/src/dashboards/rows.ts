/** Folds the server's answers into rows. */
import type { EntityData, EntityKey, Sample } from '@/api/liveProtocol';
import { exactNumberOf, keyId, type DataKey, type Point, type Reading, type Row } from '@/widgets/contract';
import { entityKey, isAggregated } from './request';

/** How points are kept: grouped ones are replaced by the server's, single ones are added and fall off at the start. */
export interface SeriesPolicy {
  readonly isGrouped: boolean;
  /** Points before it fall off. */
  readonly startTs: () => number;
  readonly limit: number;
  /** Ids of keys whose points come in another answer. */
  readonly apart: ReadonlySet<string>;
}

/** A key of a datasource with what is needed to find its values in an answer; worked out once for all rows. */
export interface Slot {
  readonly id: string;
  readonly key: DataKey;
  /** Under which number the server answers; null for what is not aggregated. */
  readonly aggregate: string | null;
  /** Null for keys that the server does not know. */
  readonly asked: EntityKey | null;
}

export function slotsOf(keys: readonly DataKey[]): readonly Slot[] {
  return keys.map((key, index) => ({
    id: keyId(key),
    key,
    aggregate: isAggregated(key) ? String(index) : null,
    asked: entityKey(key)[0] ?? null,
  }));
}

/**
 * The row after an answer; the same row if the answer says nothing new, so that nobody looks at it again.
 *
 * @param before the row as it was; null for one that is new
 * @param isWhole true for a page, false for an update of what is there
 */
export function foldRow(
  before: Row | null,
  data: EntityData,
  slots: readonly Slot[],
  isWhole: boolean,
  policy: SeriesPolicy,
): Row {
  const fields = data.latest?.ENTITY_FIELD;
  const name = fields?.['name']?.value ?? before?.name ?? '';
  const label = fields?.['label']?.value ?? before?.label ?? '';
  const profile = fields?.['type']?.value ?? before?.profile ?? '';
  const latest = foldLatest(before?.latest, data, slots, isWhole);
  const series = foldSeries(before, data, slots, isWhole, policy);
  const isSame =
    before?.name === name &&
    before.label === label &&
    before.profile === profile &&
    before.latest === latest &&
    before.series === series;
  return isSame ? before : { entity: data.entityId, name, label, profile, latest, series };
}

type Readings = Readonly<Record<string, Reading>>;

function foldLatest(before: Readings | undefined, data: EntityData, slots: readonly Slot[], isWhole: boolean): Readings {
  const next: Record<string, Reading> = {};
  let isSame = before !== undefined;
  for (const { id, aggregate, asked } of slots) {
    const old = before?.[id];
    const sample =
      aggregate !== null
        ? data.aggLatest?.[aggregate]?.current
        : asked
          ? data.latest?.[asked.type]?.[asked.key]
          : undefined;
    const keepsOld = sample === undefined && (aggregate !== null || !isWhole);
    const news = keepsOld ? old : readingOfSample(sample);
    const reading = news && old?.ts === news.ts && old.value === news.value && old.type === news.type ? old : news;
    isSame &&= reading === old;
    if (reading) {
      next[id] = reading;
    }
  }
  return before && isSame ? before : next;
}

/** The server says with 0 and an empty text that there is no value. */
function readingOfSample(sample: Sample | null | undefined): Reading | undefined {
  return sample && !(sample.ts === 0 && sample.value === '') ? { ts: sample.ts, value: sample.value, type: sample.type } : undefined;
}

/** The series after an answer. */
export function foldSeries(
  before: Row | null,
  data: Pick<EntityData, 'timeseries'>,
  slots: readonly Slot[],
  isWhole: boolean,
  policy: SeriesPolicy,
): Readonly<Record<string, readonly Point[]>> {
  const news = data.timeseries ?? {};
  const old = before?.series ?? NO_SERIES;
  if (Object.keys(news).length === 0) {
    return old;
  }
  const next: Record<string, readonly Point[]> = { ...old };
  for (const { id, key, aggregate } of slots) {
    const samples = news[key.name];
    if (key.type !== 'timeseries' || aggregate !== null || !samples || policy.apart.has(id)) {
      continue;
    }
    const points = pointsOf(samples);
    if (isWhole) {
      next[id] = points;
    } else if (!policy.isGrouped) {
      next[id] = joined(old[id] ?? [], points, policy);
    }
  }
  return next;
}

const NO_SERIES: Row['series'] = {};

/** Points in the order of time; texts are left out, also those that look like numbers. */
export function pointsOf(samples: readonly Sample[]): readonly Point[] {
  return samples.flatMap(pointOf).sort((one, two) => one.ts - two.ts);
}

function pointOf(sample: Sample): readonly Point[] {
  const { ts, type } = sample;
  if (type === 'BOOLEAN') {
    return [{ ts, value: sample.value === 'true' ? 1 : 0, isFlag: true }];
  }
  const exact = exactNumberOf(sample);
  return exact === null ? [] : [typeof exact === 'bigint' ? { ts, value: Number(exact), exact } : { ts, value: exact }];
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
