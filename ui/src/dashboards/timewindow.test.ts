import { describe, expect, it } from 'vitest';
import { QUICK_INTERVALS, quickSpan, type QuickInterval } from './quickIntervals';
import { readTimewindow, resolveTime, usualGrouping } from './timewindow';
import { startOfDay } from './zone';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const utc = (text: string) => Date.parse(`${text}Z`);
/** A Wednesday. */
const now = utc('2026-11-18T14:35:20.250');

function days(name: QuickInterval, zone = 'UTC', at = now): string {
  const { startTs, endTs } = quickSpan(name, at, zone);
  return `${new Date(startTs).toISOString()} ${new Date(endTs).toISOString()}`.replaceAll(':00.000Z', '');
}

describe('a named span', () => {
  it.each<[QuickInterval, string]>([
    ['YESTERDAY', '2026-11-17T00:00 2026-11-18T00:00'],
    ['DAY_BEFORE_YESTERDAY', '2026-11-16T00:00 2026-11-17T00:00'],
    ['THIS_DAY_LAST_WEEK', '2026-11-11T00:00 2026-11-12T00:00'],
    ['CURRENT_HOUR', '2026-11-18T14:00 2026-11-18T15:00'],
    ['CURRENT_DAY', '2026-11-18T00:00 2026-11-19T00:00'],
    ['CURRENT_WEEK', '2026-11-15T00:00 2026-11-22T00:00'],
    ['CURRENT_WEEK_ISO', '2026-11-16T00:00 2026-11-23T00:00'],
    ['PREVIOUS_WEEK', '2026-11-08T00:00 2026-11-15T00:00'],
    ['PREVIOUS_WEEK_ISO', '2026-11-09T00:00 2026-11-16T00:00'],
    ['CURRENT_MONTH', '2026-11-01T00:00 2026-12-01T00:00'],
    ['PREVIOUS_MONTH', '2026-10-01T00:00 2026-11-01T00:00'],
    ['CURRENT_QUARTER', '2026-10-01T00:00 2027-01-01T00:00'],
    ['PREVIOUS_QUARTER', '2026-07-01T00:00 2026-10-01T00:00'],
    ['CURRENT_HALF_YEAR', '2026-07-01T00:00 2027-01-01T00:00'],
    ['PREVIOUS_HALF_YEAR', '2026-01-01T00:00 2026-07-01T00:00'],
    ['CURRENT_YEAR', '2026-01-01T00:00 2027-01-01T00:00'],
    ['PREVIOUS_YEAR', '2025-01-01T00:00 2026-01-01T00:00'],
  ])('%s', (name, expected) => {
    expect(days(name)).toBe(expected);
  });

  it('ends now when it is so far', () => {
    for (const name of QUICK_INTERVALS.filter((each) => each.endsWith('SO_FAR'))) {
      expect(quickSpan(name, now, 'UTC').endTs).toBe(now);
    }
  });

  it('begins at midnight of the zone', () => {
    expect(days('CURRENT_DAY', 'America/New_York')).toBe('2026-11-18T05:00 2026-11-19T05:00');
    expect(days('CURRENT_DAY', 'Asia/Kolkata')).toBe('2026-11-17T18:30 2026-11-18T18:30');
  });

  it('knows days of 23 and 25 hours', () => {
    const length = (at: string, zone: string) => {
      const { startTs, endTs } = quickSpan('CURRENT_DAY', utc(at), zone);
      return (endTs - startTs) / HOUR;
    };
    expect(length('2026-03-29T12:00:00', 'Europe/Berlin')).toBe(23);
    expect(length('2026-10-25T12:00:00', 'Europe/Berlin')).toBe(25);
    expect(length('2026-11-01T12:00:00', 'America/New_York')).toBe(25);
  });

  it('begins where the clock skips midnight', () => {
    expect(startOfDay({ year: 2026, month: 9, day: 6 }, 'America/Santiago')).toBe(utc('2026-09-06T04:00:00'));
  });

  it('says when it means another span', () => {
    for (const name of QUICK_INTERVALS) {
      const span = quickSpan(name, now, 'Europe/Berlin');
      expect(span.validUntil).toBeGreaterThan(now);
      expect(span.startTs).toBeLessThan(span.endTs);
      expect(quickSpan(name, span.validUntil - 1, 'Europe/Berlin').startTs).toBe(span.startTs);
    }
  });
});

describe('a time window', () => {
  const stored = {
    selectedTab: 0,
    realtime: {
      realtimeType: 1,
      interval: HOUR,
      quickInterval: 'CURRENT_MONTH',
      hideLastInterval: true,
      advancedParams: {
        allowedQuickIntervals: ['CURRENT_DAY', 'CURRENT_MONTH', 'NO_SUCH'],
        quickAggIntervalsConfig: { CURRENT_MONTH: { aggIntervals: [2 * HOUR], defaultAggInterval: 2 * HOUR } },
      },
    },
    aggregation: { type: 'SUM', limit: 500 },
    hideAggregation: true,
  };

  it('is read with what may be chosen', () => {
    const window = readTimewindow(stored);
    expect(window.first).toEqual({ isLive: true, span: { kind: 'quick', name: 'CURRENT_MONTH' }, agg: 'SUM' });
    expect(window.live).toEqual({ quick: ['CURRENT_DAY', 'CURRENT_MONTH'], last: [], hasRange: false });
    expect(window.mayChooseAggregation).toBe(false);
    expect(window.limit).toBe(500);
  });

  it('is grouped as it says, span by span', () => {
    const window = readTimewindow(stored);
    expect(resolveTime(window, window.first, now, 'UTC').grouping).toMatchObject({ agg: 'SUM', interval: 2 * HOUR });
    const day = resolveTime(window, { ...window.first, span: { kind: 'quick', name: 'CURRENT_DAY' } }, now, 'UTC');
    expect(day.grouping.interval).toBe(usualGrouping(DAY));
  });

  it('never has more groups than the server gives', () => {
    const window = readTimewindow({ realtime: { realtimeType: 0, timewindowMs: 365 * DAY, interval: 1000 }, aggregation: { type: 'AVG' } });
    const time = resolveTime(window, window.first, now, 'UTC');
    expect((time.endTs - time.startTs) / time.grouping.interval).toBeLessThanOrEqual(701);
  });

  it('begins groups of a sliding span at whole multiples', () => {
    const window = readTimewindow({ realtime: { realtimeType: 0, timewindowMs: DAY, interval: HOUR }, aggregation: { type: 'AVG' } });
    const time = resolveTime(window, window.first, now, 'UTC');
    expect(time.startTs % HOUR).toBe(0);
    expect(time.isSliding).toBe(true);
  });

  it('follows the zone of the viewer unless it has its own', () => {
    const window = readTimewindow({ ...stored, timezone: 'Asia/Tokyo' });
    expect(resolveTime(window, window.first, now, 'UTC').grouping.timeZoneId).toBe('Asia/Tokyo');
    const plain = readTimewindow(stored);
    expect(resolveTime(plain, plain.first, now, 'Europe/Berlin').grouping.timeZoneId).toBe('Europe/Berlin');
  });

  it.each([undefined, null, 7, [], {}, { realtime: 'x', aggregation: { type: 'WORST' } }])('reads %o', (raw) => {
    expect(readTimewindow(raw).first).toEqual({ isLive: true, span: { kind: 'last', millis: HOUR }, agg: 'NONE' });
  });

  it('shows the past between two moments, never beyond now', () => {
    const raw = { selectedTab: 1, history: { historyType: 1, fixedTimewindow: { startTimeMs: now - DAY, endTimeMs: now + DAY } } };
    const window = readTimewindow(raw);
    expect(resolveTime(window, window.first, now, 'UTC')).toMatchObject({ isLive: false, startTs: now - DAY, endTs: now });
  });
});
