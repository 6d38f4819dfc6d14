/**
 * The words of the live socket: commands that a page sends and frames that the server answers with. Names are those of
 * the wire, so that other clients' knowledge of them holds here as well.
 */

import type { ValueType } from '@/lib/values';

export interface EntityId {
  readonly entityType: string;
  readonly id: string;
}

export type EntityKeyType =
  | 'ENTITY_FIELD'
  | 'ATTRIBUTE'
  | 'CLIENT_ATTRIBUTE'
  | 'SHARED_ATTRIBUTE'
  | 'SERVER_ATTRIBUTE'
  | 'TIME_SERIES'
  | 'ALARM_FIELD';

export interface EntityKey {
  readonly type: EntityKeyType;
  readonly key: string;
}

/** Which entities a query is about: `type` tells the forms apart, the other fields belong to the form. */
export type EntityFilter = { readonly type: string } & Readonly<Record<string, unknown>>;

export interface SortOrder {
  readonly key: EntityKey;
  readonly direction: 'ASC' | 'DESC';
}

export interface EntityDataQuery {
  readonly entityFilter: EntityFilter;
  readonly pageLink: {
    readonly page: number;
    readonly pageSize: number;
    readonly textSearch: string | null;
    readonly sortOrder: SortOrder;
    /** Entities that come later are told as well. */
    readonly dynamic: boolean;
  };
  readonly entityFields: readonly EntityKey[];
  readonly latestValues: readonly EntityKey[];
  readonly keyFilters?: readonly unknown[];
  readonly keyFiltersOperation?: 'AND' | 'OR';
  /** Values say their types, too. */
  readonly valueTypes?: boolean;
}

export type AggregateFunction = 'MIN' | 'MAX' | 'AVG' | 'SUM' | 'COUNT' | 'NONE';

export type IntervalType = 'MILLISECONDS' | 'WEEK' | 'WEEK_ISO' | 'MONTH' | 'QUARTER';

/** How points are grouped. */
export interface Grouping {
  readonly agg: AggregateFunction;
  readonly intervalType: IntervalType;
  /** Milliseconds; 0 for the calendar's intervals. */
  readonly interval: number;
  readonly timeZoneId: string;
  readonly limit: number;
}

export interface SeriesWindowCmd extends Grouping {
  readonly keys: readonly string[];
  readonly startTs: number;
  readonly timeWindow: number;
}

export interface SeriesHistoryCmd extends Grouping {
  readonly keys: readonly string[];
  readonly startTs: number;
  readonly endTs: number;
}

/** One series of which one value is made; `id` names the answer. */
export interface AggregateKey {
  readonly id: number;
  readonly key: string;
  readonly agg: AggregateFunction;
}

export interface EntityDataCommand {
  readonly type: 'ENTITY_DATA';
  readonly query: EntityDataQuery;
  readonly latestCmd?: { readonly keys: readonly EntityKey[] };
  readonly tsCmd?: SeriesWindowCmd;
  readonly historyCmd?: SeriesHistoryCmd;
  readonly aggHistoryCmd?: { readonly keys: readonly AggregateKey[]; readonly startTs: number; readonly endTs: number };
  readonly aggTsCmd?: { readonly keys: readonly AggregateKey[]; readonly startTs: number; readonly timeWindow: number };
}

export interface EntityCountCommand {
  readonly type: 'ENTITY_COUNT';
  readonly query: Pick<EntityDataQuery, 'entityFilter' | 'keyFilters' | 'keyFiltersOperation'>;
}

export interface AlarmDataQuery extends Omit<EntityDataQuery, 'pageLink'> {
  readonly pageLink: EntityDataQuery['pageLink'] & {
    readonly startTs?: number;
    readonly endTs?: number;
    readonly timeWindow?: number;
    readonly statusList: readonly string[];
    readonly severityList: readonly string[];
    readonly typeList: readonly string[];
    readonly searchPropagatedAlarms: boolean;
  };
  readonly alarmFields: readonly EntityKey[];
}

export interface AlarmDataCommand {
  readonly type: 'ALARM_DATA';
  readonly query: AlarmDataQuery;
}

/** Follows the values of one entity. */
export interface EntityValuesCommand {
  readonly type: 'ATTRIBUTES' | 'TIMESERIES';
  readonly entityType: string;
  readonly entityId: string;
  /** Comma-separated; absent for all. */
  readonly keys?: string;
  readonly scope?: 'CLIENT_SCOPE' | 'SHARED_SCOPE' | 'SERVER_SCOPE' | 'LATEST_TELEMETRY';
  /** Values are followed by their types. */
  readonly valueTypes?: boolean;
}

export type LiveCommand = EntityDataCommand | EntityCountCommand | AlarmDataCommand | EntityValuesCommand;

// ---- answers ---------------------------------------------------------------------------------------------------

/** A value at a time; `ts` is 0 and `value` empty where there is none. */
export interface Sample {
  readonly ts: number;
  readonly value: string;
  /** Of series and attributes, where it was asked for: `12E5` may be a number or a serial number. */
  readonly type?: ValueType;
  readonly count?: number;
}

export interface EntityData {
  readonly entityId: EntityId;
  readonly readAttrs?: boolean;
  readonly readTs?: boolean;
  readonly latest?: Partial<Record<EntityKeyType, Readonly<Record<string, Sample>>>> | null;
  readonly timeseries?: Readonly<Record<string, readonly Sample[]>> | null;
  readonly aggLatest?: Readonly<
    Record<string, { readonly current: Sample | null; readonly previous: Sample | null }>
  > | null;
}

export interface PageData<T> {
  readonly data: readonly T[];
  readonly totalPages: number;
  readonly totalElements: number;
  readonly hasNext: boolean;
}

export interface Alarm {
  readonly id: EntityId;
  readonly createdTime: number;
  readonly type: string;
  readonly severity: string;
  readonly status: string;
  readonly originator?: EntityId;
  readonly originatorName?: string;
  readonly originatorLabel?: string;
  readonly entityId?: EntityId;
}

/** Error codes of frames. */
export const LiveError = { none: 0, internal: 1, badRequest: 2, unauthorized: 3, tooManyUpdates: 34 } as const;

interface FrameHead {
  readonly errorCode: number;
  readonly errorMsg: string | null;
}

export interface EntityDataFrame extends FrameHead {
  readonly cmdId: number;
  readonly cmdUpdateType: 'ENTITY_DATA';
  readonly data: PageData<EntityData> | null;
  readonly update: readonly EntityData[] | null;
}

export interface CountFrame extends FrameHead {
  readonly cmdId: number;
  readonly cmdUpdateType: 'COUNT_DATA' | 'ALARM_COUNT_DATA';
  readonly count: number;
}

export interface AlarmDataFrame extends FrameHead {
  readonly cmdId: number;
  readonly cmdUpdateType: 'ALARM_DATA';
  readonly data: PageData<Alarm> | null;
  readonly update: readonly Alarm[] | null;
}

/** The answer about one entity; it has another name for the command's number. */
export interface EntityValuesFrame extends FrameHead {
  readonly subscriptionId: number;
  readonly cmdUpdateType?: undefined;
  readonly data: Readonly<Record<string, readonly (readonly [ts: number, value: string, type?: ValueType])[]>> | null;
}

export type LiveFrame = EntityDataFrame | CountFrame | AlarmDataFrame | EntityValuesFrame;

/** The frame that a command is answered with. */
export type FrameOf<C extends LiveCommand> = C extends EntityDataCommand
  ? EntityDataFrame
  : C extends EntityCountCommand
    ? CountFrame
    : C extends AlarmDataCommand
      ? AlarmDataFrame
      : EntityValuesFrame;

/** Reads a message of the server; null for one that is none of ours. */
export function readFrame(text: string): { readonly id: number; readonly frame: LiveFrame } | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  const head = value as { cmdId?: unknown; subscriptionId?: unknown };
  const id = typeof head.cmdId === 'number' ? head.cmdId : head.subscriptionId;
  return typeof id === 'number' ? { id, frame: value as LiveFrame } : null;
}

/** The command that ends a subscription. */
export function unsubscribeOf(command: LiveCommand, cmdId: number): object {
  switch (command.type) {
    case 'ENTITY_DATA':
      return { type: 'ENTITY_DATA_UNSUBSCRIBE', cmdId };
    case 'ENTITY_COUNT':
      return { type: 'ENTITY_COUNT_UNSUBSCRIBE', cmdId };
    case 'ALARM_DATA':
      return { type: 'ALARM_DATA_UNSUBSCRIBE', cmdId };
    case 'ATTRIBUTES':
    case 'TIMESERIES':
      return { ...command, cmdId, unsubscribe: true };
  }
}
