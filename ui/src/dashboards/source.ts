/** What one datasource of an open widget shows, kept true by the live socket. */
import type { LiveSocket } from '@/api/live';
import {
  LiveError,
  type AlarmDataFrame,
  type CountFrame,
  type EntityData,
  type EntityDataFrame,
} from '@/api/liveProtocol';
import { keyId, NO_DATA, type DataKey, type Row, type SourceData, type SourceRequest, type WidgetConfig } from '@/widgets/contract';
import { alarmCommand, countCommand, dataCommand, isGrouped, pointsCommand, type Wish } from './request';
import { foldRow, foldSeries, pointsOf, replaceGroups, slotsOf, type SeriesPolicy, type Slot } from './rows';

/** The part of the live socket that a source needs. */
export type Follow = Pick<LiveSocket, 'subscribe'>;

/** Whole answers and faults show at once, updates of what is there with the next frame. */
export type When = 'now' | 'nextFrame';

/** New points make the server group again, at most so often. */
const REGROUP_MS = 1_000;

export class Source {
  private readonly follow: Follow;
  private readonly request: SourceRequest;
  private readonly config: WidgetConfig;
  private readonly wish: Wish;
  private readonly keys: readonly DataKey[];
  private readonly slots: readonly Slot[];
  private policy: SeriesPolicy;
  private readonly changed: (when: When) => void;
  private data: SourceData;
  /** Where among the rows an entity is. */
  private places: ReadonlyMap<string, number> = new Map();
  private stops: (() => void)[] = [];
  private readonly dirty = new Map<string, { readonly row: Row; from: number; to: number }>();
  private regroupTimer: ReturnType<typeof setTimeout> | null = null;

  /**
   * @param before what is shown until the first answer, such as the former page of a table
   * @param changed called whenever {@link getData} gives something else
   */
  constructor(
    follow: Follow,
    request: SourceRequest,
    config: WidgetConfig,
    wish: Wish,
    before: SourceData | null,
    changed: (when: When) => void,
  ) {
    this.follow = follow;
    this.request = request;
    this.config = config;
    this.wish = wish;
    this.changed = changed;
    this.keys = [...request.datasource.dataKeys, ...request.datasource.latestDataKeys];
    this.slots = slotsOf(this.keys);
    const time = wish.time;
    const width = time ? time.endTs - time.startTs : 0;
    this.policy = {
      isGrouped: time !== null && time.grouping.agg !== 'NONE',
      startTs: () => (time?.isSliding ? Date.now() - width : (time?.startTs ?? 0)),
      limit: time?.grouping.limit ?? 0,
      apart: NONE,
    };
    this.data = before ? { ...before, status: 'loading' } : { ...NO_DATA, keys: this.keys };
  }

  getData(): SourceData {
    return this.data;
  }

  start(): void {
    switch (this.request.wants) {
      case 'count':
        this.stops.push(this.follow.subscribe(countCommand(this.wish), (frame) => this.takeCount(frame)));
        return;
      case 'alarms':
        this.stops.push(this.follow.subscribe(alarmCommand(this.config, this.wish), (frame) => this.takeAlarms(frame)));
        return;
      case 'latest':
      case 'series':
        this.stops.push(this.follow.subscribe(dataCommand(this.request, this.wish), (frame) => this.takeData(frame)));
    }
  }

  stop(): void {
    this.stops.forEach((stop) => stop());
    this.stops = [];
    if (this.regroupTimer) {
      clearTimeout(this.regroupTimer);
      this.regroupTimer = null;
    }
  }

  private set(change: Partial<SourceData>, when: When = 'now'): void {
    this.data = { ...this.data, ...change };
    this.changed(when);
  }

  /** True if the frame is an error, which is taken then. */
  private isFault(frame: { readonly errorCode: number; readonly errorMsg: string | null }): boolean {
    if (frame.errorCode === LiveError.none) {
      return false;
    }
    if (frame.errorCode === LiveError.unauthorized) {
      this.set({ status: 'ended', message: '', rows: [], alarms: [], count: null, total: 0, hasNext: false });
    } else if (frame.errorCode !== LiveError.tooManyUpdates) {
      this.set({ status: 'error', message: frame.errorMsg ?? '' });
    }
    return true;
  }

  private takeCount(frame: CountFrame): void {
    if (!this.isFault(frame)) {
      this.set({ status: 'ready', count: frame.count });
    }
  }

  private takeAlarms(frame: AlarmDataFrame): void {
    if (this.isFault(frame)) {
      return;
    }
    if (frame.data) {
      const { data, totalElements, hasNext } = frame.data;
      this.set({ status: 'ready', alarms: data, total: totalElements, hasNext });
      return;
    }
    const news = new Map((frame.update ?? []).map((alarm) => [alarm.id.id, alarm]));
    const alarms = this.data.alarms.map((alarm) => news.get(alarm.id.id) ?? alarm);
    this.set({ status: 'ready', alarms });
  }

  // ---- entities --------------------------------------------------------------------------------------------------

  private takeData(frame: EntityDataFrame): void {
    if (this.isFault(frame)) {
      return;
    }
    if (frame.data) {
      const { data, totalElements, hasNext } = frame.data;
      // Who wants the first only does not page through the others.
      const isOne = !this.wish.isMultiple;
      this.takePage(data, isOne ? data.length : totalElements, !isOne && hasNext);
    } else if (frame.update) {
      this.takeUpdate(frame.update);
    }
  }

  private takePage(page: readonly EntityData[], total: number, hasNext: boolean): void {
    const known = new Map(this.data.rows.map((row) => [row.entity.id, row]));
    const rows = page.map((data) => foldRow(known.get(data.entityId.id) ?? null, data, this.slots, true, this.policy));
    this.places = new Map(rows.map((row, place) => [row.entity.id, place]));
    // What was shown a moment ago and is not there any more was taken from the viewer, or is no more: to him it is one.
    const isLost = rows.length === 0 && total === 0 && (this.data.status === 'ended' || this.hadRows());
    this.set({ status: isLost ? 'ended' : 'ready', message: '', rows, total, hasNext });
    this.followFlags(page);
  }

  /** Averages of what is true or false are none, so that its points are asked for as they are. */
  private followFlags(page: readonly EntityData[]): void {
    if (this.request.wants !== 'series' || !isGrouped(this.wish) || this.policy.apart.size > 0) {
      return;
    }
    const flags = this.request.datasource.dataKeys.filter(
      (key) => key.type === 'timeseries' && page.some((data) => data.latest?.TIME_SERIES?.[key.name]?.type === 'BOOLEAN'),
    );
    if (flags.length > 0) {
      const slots = slotsOf(flags);
      const policy = { ...this.policy, isGrouped: false };
      this.policy = { ...this.policy, apart: new Set(flags.map(keyId)) };
      this.stops.push(this.follow.subscribe(pointsCommand(this.wish, flags), (frame) => this.takeFlags(frame, slots, policy)));
    }
  }

  private takeFlags(frame: EntityDataFrame, slots: readonly Slot[], policy: SeriesPolicy): void {
    const news = new Map((frame.data?.data ?? frame.update ?? []).map((data) => [data.entityId.id, data.timeseries]));
    const isWhole = frame.data !== null;
    const rows = this.data.rows.map((row) => {
      const timeseries = news.get(row.entity.id);
      return timeseries ? { ...row, series: foldSeries(row, { timeseries }, slots, isWhole, policy) } : row;
    });
    this.set({ rows }, 'nextFrame');
  }

  private hadRows(): boolean {
    return this.data.status === 'ready' && this.data.rows.length > 0;
  }

  private takeUpdate(update: readonly EntityData[]): void {
    const rows = [...this.data.rows];
    let isNew = false;
    for (const data of update) {
      const place = this.places.get(data.entityId.id);
      const row = place === undefined ? undefined : rows[place];
      if (place === undefined || !row) {
        continue;
      }
      if (this.policy.isGrouped) {
        this.noteDirty(row, data);
      }
      const next = foldRow(row, data, this.slots, false, this.policy);
      isNew ||= next !== row;
      rows[place] = next;
    }
    if (isNew) {
      this.set({ rows }, 'nextFrame');
    }
  }

  // ---- groups of points ------------------------------------------------------------------------------------------

  /** Notes which groups have new points; the server groups them again, because it alone knows all their points. */
  private noteDirty(row: Row, data: EntityData): void {
    const times = Object.values(data.timeseries ?? {}).flatMap((samples) => samples.map((sample) => sample.ts));
    if (times.length === 0) {
      return;
    }
    const known = this.dirty.get(row.entity.id);
    const from = Math.min(known?.from ?? Number.MAX_SAFE_INTEGER, ...times);
    const to = Math.max(known?.to ?? 0, ...times);
    this.dirty.set(row.entity.id, { row, from, to });
    this.regroupTimer ??= setTimeout(() => this.regroup(), REGROUP_MS);
  }

  private regroup(): void {
    this.regroupTimer = null;
    const time = this.wish.time;
    if (!time) {
      return;
    }
    const { interval } = time.grouping;
    for (const { row, from, to } of this.dirty.values()) {
      const index = (ts: number) => Math.floor((ts - time.startTs) / interval);
      const startTs = time.startTs + Math.max(0, index(from)) * interval;
      const endTs = time.startTs + (index(to) + 1) * interval;
      this.askGroups(row, startTs, endTs);
    }
    this.dirty.clear();
  }

  private askGroups(row: Row, startTs: number, endTs: number): void {
    const time = this.wish.time;
    const names = this.request.datasource.dataKeys.filter((key) => key.type === 'timeseries').map((key) => key.name);
    if (!time || names.length === 0) {
      return;
    }
    const stop = this.follow.subscribe(
      {
        type: 'ENTITY_DATA',
        query: {
          entityFilter: { type: 'singleEntity', singleEntity: row.entity },
          pageLink: { page: 0, pageSize: 1, textSearch: null, sortOrder: BY_NAME, dynamic: false },
          entityFields: [],
          latestValues: [],
          valueTypes: true,
        },
        historyCmd: { ...time.grouping, keys: names, startTs, endTs },
      },
      (frame) => {
        stop();
        this.stops = this.stops.filter((each) => each !== stop);
        this.takeGroups(row.entity.id, startTs, endTs, frame.data?.data[0]);
      },
    );
    this.stops.push(stop);
  }

  private takeGroups(id: string, startTs: number, endTs: number, data: EntityData | undefined): void {
    const news = data?.timeseries;
    if (!news) {
      return;
    }
    const rows = this.data.rows.map((row) => {
      if (row.entity.id !== id) {
        return row;
      }
      const series = { ...row.series };
      for (const key of this.keys) {
        const samples = key.type === 'timeseries' && !this.policy.apart.has(keyId(key)) ? news[key.name] : undefined;
        if (samples) {
          series[keyId(key)] = replaceGroups(series[keyId(key)] ?? [], startTs, endTs, pointsOf(samples));
        }
      }
      return { ...row, series };
    });
    this.set({ rows }, 'nextFrame');
  }
}

const NONE: ReadonlySet<string> = new Set();
const BY_NAME = { key: { type: 'ENTITY_FIELD', key: 'name' }, direction: 'ASC' } as const;
