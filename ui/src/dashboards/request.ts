/** Turns what a widget asks for into commands of the live socket. */
import type {
  AggregateKey,
  AlarmDataCommand,
  EntityCountCommand,
  EntityDataCommand,
  EntityDataQuery,
  EntityFilter,
  EntityKey,
} from '@/api/liveProtocol';
import { writeExact } from '@/lib/json';
import { keyId, type DataKey, type Refinement, type SourceRequest, type WidgetConfig } from '@/widgets/contract';
import type { ValueFilter } from './valueFilters';
import type { ResolvedTime } from './timewindow';

/** Fields that every row has, whatever the widget asks for. */
const OWN_FIELDS = ['name', 'label', 'type'];
const ALARM_FIELDS = ['createdTime', 'originator', 'type', 'severity', 'status'];

/** What a datasource comes to for this viewer, state and time. */
export interface Wish {
  readonly filter: EntityFilter;
  readonly valueFilter: ValueFilter | null;
  /** False if only the first entity is wanted. */
  readonly isMultiple: boolean;
  readonly refinement: Refinement;
  readonly time: ResolvedTime | null;
}

export function isAggregated(key: DataKey): boolean {
  return key.type === 'timeseries' && key.aggregationType !== 'NONE';
}

export function dataCommand(request: SourceRequest, wish: Wish): EntityDataCommand {
  const keys = [...request.datasource.dataKeys, ...request.datasource.latestDataKeys];
  const isSeries = request.wants === 'series';
  const latest = keys.filter((key) => !isAggregated(key) && (!isSeries || key.type !== 'timeseries')).flatMap(entityKey);
  const series = isSeries ? request.datasource.dataKeys.filter((key) => key.type === 'timeseries') : [];
  const command: EntityDataCommand = {
    type: 'ENTITY_DATA',
    query: query(wish, [...latest, ...(isGrouped(wish) ? series.flatMap(entityKey) : [])]),
    latestCmd: { keys: [...OWN_FIELDS.map(field), ...latest] },
  };
  return { ...command, ...seriesPart(series, wish.time), ...aggregatePart(keys, wish.time) };
}

/** True if points come as averages and the like, of which what is true or false has none. */
export function isGrouped({ time }: Wish): boolean {
  return time !== null && time.grouping.agg !== 'NONE' && time.grouping.agg !== 'COUNT';
}

/** Every point of some series, of the same entities and time. */
export function pointsCommand(wish: Wish, keys: readonly DataKey[]): EntityDataCommand {
  const every = wish.time && { ...wish.time, grouping: { ...wish.time.grouping, agg: 'NONE' as const } };
  return { type: 'ENTITY_DATA', query: query(wish, []), ...seriesPart(keys, every) };
}

function query(wish: Wish, latest: readonly EntityKey[]): EntityDataQuery {
  const { refinement, valueFilter } = wish;
  return {
    entityFilter: wish.filter,
    pageLink: {
      page: wish.isMultiple ? refinement.page : 0,
      pageSize: wish.isMultiple ? refinement.pageSize : 1,
      textSearch: refinement.textSearch || null,
      sortOrder: refinement.sortOrder ?? { key: field('name'), direction: 'ASC' },
      dynamic: true,
    },
    entityFields: OWN_FIELDS.map(field),
    latestValues: latest.filter((key) => key.type !== 'ENTITY_FIELD'),
    valueTypes: true,
    ...filtersOf(valueFilter),
  };
}

function field(key: string): EntityKey {
  return { type: 'ENTITY_FIELD', key };
}

/** How the server calls a key; nothing for keys that it does not know. */
export function entityKey(key: DataKey): readonly EntityKey[] {
  switch (key.type) {
    case 'timeseries':
      return [{ type: 'TIME_SERIES', key: key.name }];
    case 'attribute':
      return [{ type: 'ATTRIBUTE', key: key.name }];
    case 'entityField':
      return [field(key.name)];
    case 'alarm':
    case 'computed':
    case 'count':
      return [];
  }
}

function seriesPart(keys: readonly DataKey[], time: ResolvedTime | null): Partial<EntityDataCommand> {
  if (keys.length === 0 || !time) {
    return {};
  }
  const names = [...new Set(keys.map((key) => key.name))];
  const { startTs, endTs, grouping } = time;
  return time.isLive
    ? { tsCmd: { ...grouping, keys: names, startTs, timeWindow: endTs - startTs } }
    : { historyCmd: { ...grouping, keys: names, startTs, endTs } };
}

function aggregatePart(keys: readonly DataKey[], time: ResolvedTime | null): Partial<EntityDataCommand> {
  const wanted = aggregateKeys(keys);
  if (wanted.length === 0 || !time) {
    return {};
  }
  const { startTs, endTs } = time;
  return time.isLive
    ? { aggTsCmd: { keys: wanted, startTs, timeWindow: endTs - startTs } }
    : { aggHistoryCmd: { keys: wanted, startTs, endTs } };
}

/** The number of an aggregate is its place among the keys. */
export function aggregateKeys(keys: readonly DataKey[]): readonly AggregateKey[] {
  return keys.flatMap((key, id) => (isAggregated(key) ? [{ id, key: key.name, agg: key.aggregationType }] : []));
}

function filtersOf(filter: ValueFilter | null): Pick<EntityDataQuery, 'keyFilters' | 'keyFiltersOperation'> {
  return filter && filter.keyFilters.length > 0 ? { keyFilters: filter.keyFilters, keyFiltersOperation: filter.operation } : {};
}

export function countCommand(wish: Wish): EntityCountCommand {
  const { filter, valueFilter } = wish;
  return {
    type: 'ENTITY_COUNT',
    query: {
      entityFilter: filter,
      ...filtersOf(valueFilter),
    },
  };
}

export function alarmCommand(config: WidgetConfig, wish: Wish): AlarmDataCommand {
  const base = query({ ...wish, isMultiple: true }, []);
  const filter = config.alarmFilterConfig;
  const sorted = wish.refinement.sortOrder;
  const time = wish.time;
  return {
    type: 'ALARM_DATA',
    query: {
      entityFilter: base.entityFilter,
      ...filtersOf(wish.valueFilter),
      entityFields: base.entityFields,
      latestValues: [],
      alarmFields: ALARM_FIELDS.map((key) => ({ type: 'ALARM_FIELD', key })),
      pageLink: {
        ...base.pageLink,
        sortOrder:
          sorted?.key.type === 'ALARM_FIELD'
            ? sorted
            : { key: { type: 'ALARM_FIELD', key: 'createdTime' }, direction: 'DESC' },
        statusList: filter.statusList,
        severityList: filter.severityList,
        typeList: filter.typeList,
        searchPropagatedAlarms: filter.searchPropagatedAlarms,
        ...(time?.isLive ? { timeWindow: time.endTs - time.startTs } : {}),
        ...(time && !time.isLive ? { startTs: time.startTs, endTs: time.endTs } : {}),
      },
    },
  };
}

/** Commands that ask for the same are the same. */
export function sameCommand(one: unknown, two: unknown): boolean {
  return writeExact(one) === writeExact(two);
}

export { keyId };
