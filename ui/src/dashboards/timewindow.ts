/**
 * The time that a dashboard or widget shows: as stored (in the incumbent's JSON), as chosen by the viewer, and resolved
 * to moments. What a viewer chooses is not stored.
 */
import type { AggregateFunction, Grouping } from '@/api/liveProtocol';
import { anything, choice, flag, isRecord, list, map, maybeNumber, number, object, text } from '@/widgets/contract';
import { QUICK_INTERVALS, quickSpan, type QuickInterval } from './quickIntervals';
import { DAY_MS } from './zone';

const HOUR_MS = 3_600_000;
const DEFAULT_LIMIT = 25_000;
/** The server refuses more. */
const MAX_GROUPS = 700;

const quickConfig = object({ aggIntervals: list(maybeNumber()), defaultAggInterval: maybeNumber() });

const advanced = object({
  allowedQuickIntervals: list(text()),
  allowedLastIntervals: list(maybeNumber()),
  quickAggIntervalsConfig: map(quickConfig),
});

const tab = {
  interval: anything(),
  timewindowMs: number(HOUR_MS),
  quickInterval: choice(QUICK_INTERVALS, 'CURRENT_DAY'),
  hideInterval: flag(),
  hideLastInterval: flag(),
  hideQuickInterval: flag(),
  advancedParams: advanced,
};

const schema = object({
  selectedTab: number(0),
  realtime: object({ ...tab, realtimeType: number(0) }),
  history: object({
    ...tab,
    historyType: number(0),
    hideFixedInterval: flag(),
    fixedTimewindow: object({ startTimeMs: number(0), endTimeMs: number(0) }),
  }),
  aggregation: object({
    type: choice(['MIN', 'MAX', 'AVG', 'SUM', 'COUNT', 'NONE'], 'NONE'),
    limit: number(DEFAULT_LIMIT),
  }),
  hideAggregation: flag(),
  timezone: text(),
});

/** A span: the last while, a named one, or one between two moments. */
export type Span =
  | { readonly kind: 'last'; readonly millis: number }
  | { readonly kind: 'quick'; readonly name: QuickInterval }
  | { readonly kind: 'fixed'; readonly startTs: number; readonly endTs: number };

/** What is shown now. */
export interface TimeChoice {
  readonly isLive: boolean;
  readonly span: Span;
  readonly agg: AggregateFunction;
}

/** What may be shown, and what is shown at first. */
export interface Timewindow {
  readonly first: TimeChoice;
  readonly live: Offer;
  readonly history: Offer;
  readonly mayChooseAggregation: boolean;
  /** Grouping in milliseconds by named span. */
  readonly groupings: ReadonlyMap<string, number>;
  /** Grouping of the stored spans of other kinds. */
  readonly grouping: number | null;
  readonly limit: number;
  readonly timeZone: string;
}

/** The spans that a viewer may choose among; empty where there is no choice. */
export interface Offer {
  readonly quick: readonly QuickInterval[];
  readonly last: readonly number[];
  readonly hasRange: boolean;
}

const USUAL_LAST = [5, 15, 30, 60, 120, 360, 720, 1440, 7 * 1440, 30 * 1440].map((minutes) => minutes * 60_000);
const USUAL_LIVE: readonly QuickInterval[] = [
  'CURRENT_HOUR', 'CURRENT_DAY', 'CURRENT_WEEK', 'CURRENT_WEEK_ISO', 'CURRENT_MONTH', 'CURRENT_YEAR',
];
const USUAL_HISTORY: readonly QuickInterval[] = [
  'YESTERDAY', 'DAY_BEFORE_YESTERDAY', 'PREVIOUS_WEEK', 'PREVIOUS_WEEK_ISO', 'PREVIOUS_MONTH', 'PREVIOUS_YEAR',
];

/** Reads a stored time window; what is missing gets the incumbent's default. */
export function readTimewindow(raw: unknown): Timewindow {
  const stored = schema.read(raw);
  const isLive = stored.selectedTab !== 1;
  const shown = isLive ? stored.realtime : stored.history;
  const groupings = new Map<string, number>();
  for (const side of [stored.realtime, stored.history]) {
    for (const [name, config] of Object.entries(side.advancedParams.quickAggIntervalsConfig)) {
      const grouping = config.defaultAggInterval ?? config.aggIntervals[0];
      if (grouping) {
        groupings.set(name, grouping);
      }
    }
  }
  const interval = Number(shown.interval);
  return {
    first: { isLive, span: isLive ? liveSpan(stored.realtime) : historySpan(stored.history), agg: stored.aggregation.type },
    live: offer(stored.realtime, USUAL_LIVE, false),
    history: offer(stored.history, USUAL_HISTORY, !stored.history.hideFixedInterval),
    mayChooseAggregation: isRecord(raw) && !stored.hideAggregation,
    groupings,
    grouping: Number.isFinite(interval) && interval > 0 ? interval : null,
    limit: Math.max(1, stored.aggregation.limit),
    timeZone: stored.timezone,
  };
}

type Stored = ReturnType<typeof schema.read>;

function liveSpan(side: Stored['realtime']): Span {
  return side.realtimeType === 1
    ? { kind: 'quick', name: side.quickInterval }
    : { kind: 'last', millis: side.timewindowMs };
}

function historySpan(side: Stored['history']): Span {
  switch (side.historyType) {
    case 1:
      return { kind: 'fixed', startTs: side.fixedTimewindow.startTimeMs, endTs: side.fixedTimewindow.endTimeMs };
    case 2:
      return { kind: 'quick', name: side.quickInterval };
    case 3:
      return { kind: 'fixed', startTs: 0, endTs: Number.MAX_SAFE_INTEGER };
    default:
      return { kind: 'last', millis: side.timewindowMs };
  }
}

function offer(side: Stored['realtime'] | Stored['history'], usual: readonly QuickInterval[], hasRange: boolean): Offer {
  if (side.hideInterval) {
    return { quick: [], last: [], hasRange: false };
  }
  const quick = side.advancedParams.allowedQuickIntervals.filter((name) => isQuick(name));
  const last = side.advancedParams.allowedLastIntervals.filter((millis) => millis !== null);
  return {
    quick: side.hideQuickInterval ? [] : quick.length > 0 ? quick : usual,
    last: side.hideLastInterval ? [] : last.length > 0 ? last : USUAL_LAST,
    hasRange,
  };
}

function isQuick(name: string): name is QuickInterval {
  return QUICK_INTERVALS.some((known) => known === name);
}

// ---- resolved to moments ---------------------------------------------------------------------------------------

/** A span of time as queries take it. */
export interface ResolvedTime {
  readonly isLive: boolean;
  readonly startTs: number;
  readonly endTs: number;
  readonly grouping: Grouping;
  /** When the span is another one, such as at midnight; infinite if it stays. */
  readonly validUntil: number;
  /** True if the start moves on with the clock. */
  readonly isSliding: boolean;
}

export function resolveTime(window: Timewindow, chosen: TimeChoice, now: number, viewerZone: string): ResolvedTime {
  const timeZone = window.timeZone || viewerZone;
  const { startTs, endTs, validUntil } = spanOf(chosen.span, now, timeZone);
  const agg = chosen.agg;
  const interval = agg === 'NONE' ? 0 : groupingOf(window, chosen.span, endTs - startTs);
  return {
    isLive: chosen.isLive,
    // Groups begin at whole multiples, so that they stay the same while the span moves on.
    startTs: chosen.span.kind === 'last' && interval > 0 ? startTs - (startTs % interval) : startTs,
    endTs,
    grouping: {
      agg,
      intervalType: 'MILLISECONDS',
      interval,
      timeZoneId: timeZone,
      limit: window.limit,
    },
    validUntil: chosen.isLive && chosen.span.kind === 'last' && interval > 0 ? now + Math.max(interval, 60_000) : validUntil,
    isSliding: chosen.isLive && chosen.span.kind === 'last',
  };
}

function spanOf(span: Span, now: number, zone: string): { startTs: number; endTs: number; validUntil: number } {
  switch (span.kind) {
    case 'last':
      return { startTs: now - span.millis, endTs: now, validUntil: Number.POSITIVE_INFINITY };
    case 'fixed':
      return { startTs: span.startTs, endTs: Math.min(span.endTs, now), validUntil: Number.POSITIVE_INFINITY };
    case 'quick':
      return quickSpan(span.name, now, zone);
  }
}

function groupingOf(window: Timewindow, span: Span, length: number): number {
  const configured = span.kind === 'quick' ? window.groupings.get(span.name) : undefined;
  const wanted = configured ?? (sameSpan(span, window.first.span) ? window.grouping : null) ?? usualGrouping(length);
  return Math.max(wanted, Math.ceil(length / MAX_GROUPS), 1);
}

function sameSpan(one: Span, two: Span): boolean {
  return JSON.stringify(one) === JSON.stringify(two);
}

const GROUPINGS = [
  1_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, HOUR_MS, 2 * HOUR_MS, 6 * HOUR_MS,
  12 * HOUR_MS, DAY_MS,
];

/** About a hundred groups. */
export function usualGrouping(length: number): number {
  return GROUPINGS.find((grouping) => length / grouping <= 120) ?? 7 * DAY_MS;
}
