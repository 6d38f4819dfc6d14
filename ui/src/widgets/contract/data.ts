/** What a widget is given: entities with their values, as far as the viewer may see them at this moment. */
import type { Alarm, EntityId, SortOrder } from '../../api/liveProtocol';
import type { ValueType } from '../../lib/values';
import type { DataKey } from './model';

/** A value at a time, as text. */
export interface Reading {
  readonly ts: number;
  readonly value: string;
  /** What the server knows it to be; what has no type, such as a name, is a text. */
  readonly type?: ValueType | undefined;
}

/** A point of a series. */
export interface Point {
  readonly ts: number;
  /** Of what is true or false 1 or 0. */
  readonly value: number;
  /** The value as the server told it, where a number of the browser would be another one. */
  readonly exact?: bigint;
  /** True for what is true or false, and nothing between. */
  readonly isFlag?: boolean;
}

/** An entity of a datasource. Its name comes from the server, never from an address or a dashboard. */
export interface Row {
  readonly entity: EntityId;
  readonly name: string;
  readonly label: string;
  readonly profile: string;
  /** By {@link keyId}; absent where there is no value. */
  readonly latest: Readonly<Record<string, Reading>>;
  readonly series: Readonly<Record<string, readonly Point[]>>;
}

/**
 * How it stands with a datasource: `unresolved` lacks an entity in the dashboard's state, `ended` had entities until the
 * viewer's access to them ended.
 */
export type SourceStatus = 'loading' | 'ready' | 'unresolved' | 'ended' | 'error';

export interface SourceData {
  readonly status: SourceStatus;
  readonly message: string;
  readonly keys: readonly DataKey[];
  readonly rows: readonly Row[];
  readonly total: number;
  readonly hasNext: boolean;
  /** Of sources that count. */
  readonly count: number | null;
  readonly alarms: readonly Alarm[];
}

/** A part of the entities: one page, found by a text and sorted. */
export interface Refinement {
  readonly page: number;
  readonly pageSize: number;
  readonly textSearch: string;
  readonly sortOrder: SortOrder | null;
}

/** Names a key within its datasource: a series, an attribute and an aggregate may share a name. */
export function keyId(key: Pick<DataKey, 'name' | 'type' | 'aggregationType'>): string {
  const aggregated = key.type === 'timeseries' && key.aggregationType !== 'NONE';
  return aggregated ? `${key.type}:${key.name}:${key.aggregationType}` : `${key.type}:${key.name}`;
}

/** The value of a key that is named as in a pattern; the entity's own fields can be named, too. */
export function readingOf(row: Row, keys: readonly DataKey[], name: string): Reading | null {
  const key = keys.find((each) => each.name === name) ?? keys.find((each) => each.label === name);
  const found = key ? row.latest[keyId(key)] : undefined;
  if (found) {
    return found;
  }
  switch (name) {
    case 'entityName':
    case 'name':
      return { ts: 0, value: row.name };
    case 'entityLabel':
    case 'label':
      return { ts: 0, value: row.label || row.name };
    case 'deviceType':
    case 'assetType':
    case 'entityProfile':
    case 'type':
      return { ts: 0, value: row.profile };
    default:
      return null;
  }
}

/** The value as a number; null where it is none. A text that looks like a number is none. */
export function numberOf(reading: Reading | null | undefined): number | null {
  if (reading?.type !== 'LONG' && reading?.type !== 'DOUBLE') {
    return null;
  }
  const value = Number(reading.value);
  return Number.isFinite(value) ? value : null;
}

/** The value as it is, also where a number of the browser would be another one. */
export function exactNumberOf(reading: Reading | null | undefined): number | bigint | null {
  const value = numberOf(reading);
  return reading?.type === 'LONG' && value !== null && !Number.isSafeInteger(value) ? BigInt(reading.value) : value;
}

export const NO_DATA: SourceData = {
  status: 'loading',
  message: '',
  keys: [],
  rows: [],
  total: 0,
  hasNext: false,
  count: null,
  alarms: [],
};
