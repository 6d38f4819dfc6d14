import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EntityData, EntityDataFrame, LiveCommand } from '@/api/liveProtocol';
import type { ValueType } from '@/lib/values';
import { configSchema, datasourceSchema, type SourceRequest } from '@/widgets/contract';
import { Source, type Follow } from './source';
import type { ResolvedTime } from './timewindow';

const HOUR = 3_600_000;
const id = '784f394c-42b6-435a-983c-b7beff2784f9';
const entityId = { entityType: 'DEVICE', id };

interface Following {
  readonly command: LiveCommand;
  readonly answer: (frame: object) => void;
  isStopped: boolean;
}

function fakeLive(): { follow: Follow; following: Following[] } {
  const following: Following[] = [];
  const follow: Follow = {
    subscribe: (command, listen) => {
      const one: Following = { command, answer: listen as (frame: object) => void, isStopped: false };
      following.push(one);
      return () => {
        one.isStopped = true;
      };
    },
  };
  return { follow, following };
}

function request(wants: SourceRequest['wants'], aggregationType = 'NONE'): SourceRequest {
  return {
    wants,
    datasource: datasourceSchema.read({
      type: 'entity',
      dataKeys: [{ name: 'temperature', type: 'timeseries', aggregationType }],
    }),
    first: { page: 0, pageSize: 10, textSearch: '', sortOrder: null },
  };
}

function time(agg: 'AVG' | 'NONE', isLive = true): ResolvedTime {
  return {
    isLive,
    startTs: 10 * HOUR,
    endTs: 34 * HOUR,
    grouping: { agg, intervalType: 'MILLISECONDS', interval: HOUR, timeZoneId: 'UTC', limit: 100 },
    validUntil: Number.POSITIVE_INFINITY,
    isSliding: false,
  };
}

function open(wanted: SourceRequest, resolved: ResolvedTime | null = null) {
  const { follow, following } = fakeLive();
  const wish = {
    filter: { type: 'singleEntity', singleEntity: entityId },
    valueFilter: null,
    isMultiple: false,
    refinement: wanted.first,
    time: resolved,
  };
  const source = new Source(follow, wanted, configSchema.read({}), wish, null, () => undefined);
  source.start();
  const first = following[0];
  if (!first) throw new Error('Nothing was asked');
  return { source, following, first };
}

const row = (data: Partial<EntityData>): EntityData => ({ entityId, ...data });
const page = (...data: EntityData[]): Partial<EntityDataFrame> => ({
  errorCode: 0,
  data: { data, totalPages: 1, totalElements: data.length, hasNext: false },
});
const update = (...data: EntityData[]) => ({ errorCode: 0, data: null, update: data });
const named = { ENTITY_FIELD: { name: { ts: 1, value: 'SD-001' }, label: { ts: 1, value: 'Sensor' }, type: { ts: 1, value: 'air-sensor' } } };

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a source of latest values', () => {
  it('takes the page, then the updates', () => {
    const { source, first } = open(request('latest'));
    expect(source.getData().status).toBe('loading');
    first.answer(page(row({ latest: { ...named, TIME_SERIES: { temperature: { ts: 5, value: '21.5', type: 'DOUBLE' } } } })));
    expect(source.getData()).toMatchObject({ status: 'ready', total: 1 });
    expect(source.getData().rows[0]).toMatchObject({ name: 'SD-001', label: 'Sensor', profile: 'air-sensor' });
    first.answer(update(row({ latest: { TIME_SERIES: { temperature: { ts: 6, value: '22', type: 'LONG' } } } })));
    const after = source.getData().rows[0];
    expect(after?.name).toBe('SD-001');
    expect(after?.latest['timeseries:temperature']).toEqual({ ts: 6, value: '22', type: 'LONG' });
  });

  it('has no value where the server has none', () => {
    const { source, first } = open(request('latest'));
    first.answer(page(row({ latest: { ...named, TIME_SERIES: { temperature: { ts: 0, value: '' } } } })));
    expect(source.getData().rows[0]?.latest).toEqual({});
  });

  it('goes dark when the entity is not there any more', () => {
    const { source, first } = open(request('latest'));
    first.answer(page(row({ latest: { ...named, TIME_SERIES: { temperature: { ts: 5, value: '21.5', type: 'DOUBLE' } } } })));
    first.answer(page());
    expect(source.getData()).toMatchObject({ status: 'ended', rows: [] });
    expect(JSON.stringify(source.getData().rows)).not.toContain('21.5');
  });

  it('is just empty when there never was an entity', () => {
    const { source, first } = open(request('latest'));
    first.answer(page());
    expect(source.getData().status).toBe('ready');
  });

  it('has no further pages when it wants the first entity only', () => {
    const { source, first } = open(request('latest'));
    first.answer({ errorCode: 0, data: { data: [row({ latest: named })], totalPages: 24, totalElements: 24, hasNext: true } });
    expect(source.getData()).toMatchObject({ total: 1, hasNext: false });
  });

  it('comes back when access does', () => {
    const { source, first } = open(request('latest'));
    first.answer(page(row({ latest: named })));
    first.answer(page());
    first.answer(page(row({ latest: named })));
    expect(source.getData()).toMatchObject({ status: 'ready', total: 1 });
  });

  it('tells what the server refuses', () => {
    const { source, first } = open(request('latest'));
    first.answer({ errorCode: 2, errorMsg: "Field 'x' is wrong", data: null, update: null });
    expect(source.getData()).toMatchObject({ status: 'error', message: "Field 'x' is wrong" });
  });
});

describe('a source of one value of many', () => {
  it('asks for it over the time, and takes it', () => {
    const { source, first } = open(request('latest', 'SUM'), time('NONE'));
    expect(first.command).toMatchObject({
      aggTsCmd: { keys: [{ id: 0, key: 'temperature', agg: 'SUM' }], startTs: 10 * HOUR, timeWindow: 24 * HOUR },
    });
    first.answer(page(row({ latest: named, aggLatest: { 0: { current: { ts: 5, value: '158.2', count: 3, type: 'DOUBLE' }, previous: null } } })));
    expect(source.getData().rows[0]?.latest['timeseries:temperature:SUM']?.value).toBe('158.2');
    first.answer(update(row({ latest: {} })));
    expect(source.getData().rows[0]?.latest['timeseries:temperature:SUM']?.value).toBe('158.2');
  });

  it('asks for the past when that is shown', () => {
    const { first } = open(request('latest', 'SUM'), time('NONE', false));
    expect(first.command).toMatchObject({ aggHistoryCmd: { startTs: 10 * HOUR, endTs: 34 * HOUR } });
    expect(first.command).not.toHaveProperty('aggTsCmd');
  });
});

describe('a source of series', () => {
  const point = (ts: number, value: string, type: ValueType = 'LONG') => ({ ts, value, type });

  it('adds single points', () => {
    const { source, first } = open(request('series'), time('NONE'));
    first.answer(page(row({ latest: named, timeseries: { temperature: [point(12 * HOUR, '2'), point(11 * HOUR, '1'), point(13 * HOUR, '12E5', 'STRING')] } })));
    first.answer(update(row({ timeseries: { temperature: [point(14 * HOUR, '4')] } })));
    expect(source.getData().rows[0]?.series['timeseries:temperature']?.map(({ value }) => value)).toEqual([1, 2, 4]);
  });

  it('keeps its points when a later page has none', () => {
    const { source, first } = open(request('series'), time('NONE'));
    first.answer(page(row({ latest: named, timeseries: { temperature: [point(12 * HOUR, '2')] } })));
    first.answer(page(row({ latest: named, timeseries: {} })));
    expect(source.getData().rows[0]?.series['timeseries:temperature']).toHaveLength(1);
  });

  it('has touched groups made again by the server', () => {
    const { source, following, first } = open(request('series'), time('AVG'));
    const half = HOUR / 2;
    first.answer(page(row({ latest: named, timeseries: { temperature: [point(10 * HOUR + half, '20'), point(11 * HOUR + half, '21')] } })));
    first.answer(update(row({ timeseries: { temperature: [point(11 * HOUR + 5, '99')] } })));
    first.answer(update(row({ timeseries: { temperature: [point(12 * HOUR + 5, '99')] } })));
    expect(source.getData().rows[0]?.series['timeseries:temperature']).toHaveLength(2);
    vi.advanceTimersByTime(1_000);
    expect(following).toHaveLength(2);
    expect(following[1]?.command).toMatchObject({ historyCmd: { startTs: 11 * HOUR, endTs: 13 * HOUR, agg: 'AVG', interval: HOUR } });
    following[1]?.answer(page(row({ timeseries: { temperature: [point(11 * HOUR + half, '23'), point(12 * HOUR + half, '24')] } })));
    expect(source.getData().rows[0]?.series['timeseries:temperature']?.map(({ value }) => value)).toEqual([20, 23, 24]);
    expect(following[1]?.isStopped).toBe(true);
    expect(first.isStopped).toBe(false);
  });

  it('keeps whole numbers exact', () => {
    const { source, first } = open(request('series'), time('NONE'));
    expect(first.command).toMatchObject({ query: { valueTypes: true } });
    first.answer(page(row({ latest: named, timeseries: { temperature: [point(12 * HOUR, '9007199254740993')] } })));
    expect(source.getData().rows[0]?.series['timeseries:temperature']?.[0]?.exact).toBe(9007199254740993n);
  });

  it('asks for every point of what is true or false, of which there is no average', () => {
    const { source, following, first } = open(request('series'), time('AVG'));
    const latest = { ...named, TIME_SERIES: { temperature: point(12 * HOUR, 'true', 'BOOLEAN') } };
    first.answer(page(row({ latest, timeseries: { temperature: [] } })));
    expect(following[1]?.command).toMatchObject({ tsCmd: { agg: 'NONE', keys: ['temperature'] } });
    following[1]?.answer(page(row({ timeseries: { temperature: [point(11 * HOUR, 'true', 'BOOLEAN'), point(12 * HOUR, 'false', 'BOOLEAN')] } })));
    following[1]?.answer(update(row({ timeseries: { temperature: [point(13 * HOUR, 'true', 'BOOLEAN')] } })));
    first.answer(page(row({ latest, timeseries: { temperature: [] } })));
    const shown = source.getData().rows[0]?.series['timeseries:temperature'];
    expect(shown?.map(({ ts, value, isFlag }) => [ts / HOUR, value, isFlag])).toEqual([[11, 1, true], [12, 0, true], [13, 1, true]]);
    expect(following).toHaveLength(2);
  });

  it('stops all it follows', () => {
    const { source, following } = open(request('series'), time('AVG'));
    source.stop();
    expect(following.every((one) => one.isStopped)).toBe(true);
  });
});
