/** Spans of the calendar by name, in the viewer's zone. WEEK begins on Sunday, WEEK_ISO on Monday. */
import { dayOf, firstOfMonth, plusDays, startOfDay, startOfHour, weekday, type CalendarDay } from './zone';

export const QUICK_INTERVALS = [
  'YESTERDAY',
  'DAY_BEFORE_YESTERDAY',
  'THIS_DAY_LAST_WEEK',
  'PREVIOUS_WEEK',
  'PREVIOUS_WEEK_ISO',
  'PREVIOUS_MONTH',
  'PREVIOUS_QUARTER',
  'PREVIOUS_HALF_YEAR',
  'PREVIOUS_YEAR',
  'CURRENT_HOUR',
  'CURRENT_DAY',
  'CURRENT_DAY_SO_FAR',
  'CURRENT_WEEK',
  'CURRENT_WEEK_ISO',
  'CURRENT_WEEK_SO_FAR',
  'CURRENT_WEEK_ISO_SO_FAR',
  'CURRENT_MONTH',
  'CURRENT_MONTH_SO_FAR',
  'CURRENT_QUARTER',
  'CURRENT_QUARTER_SO_FAR',
  'CURRENT_HALF_YEAR',
  'CURRENT_HALF_YEAR_SO_FAR',
  'CURRENT_YEAR',
  'CURRENT_YEAR_SO_FAR',
] as const;

export type QuickInterval = (typeof QUICK_INTERVALS)[number];

export interface QuickSpan {
  readonly startTs: number;
  readonly endTs: number;
  /** The moment from which the name means another span. */
  readonly validUntil: number;
}

type Days = readonly [CalendarDay, CalendarDay];

const HOUR_MS = 3_600_000;

export function quickSpan(name: QuickInterval, now: number, zone: string): QuickSpan {
  if (name === 'CURRENT_HOUR') {
    const startTs = startOfHour(now, zone);
    return { startTs, endTs: startTs + HOUR_MS, validUntil: startTs + HOUR_MS };
  }
  const today = dayOf(now, zone);
  const isSoFar = name.endsWith('_SO_FAR');
  const whole = isSoFar ? name.slice(0, -'_SO_FAR'.length) : name;
  const [first, after] = daysOf(whole, today);
  const endTs = startOfDay(after, zone);
  const isCurrent = whole.startsWith('CURRENT');
  return {
    startTs: startOfDay(first, zone),
    endTs: isSoFar ? now : endTs,
    validUntil: isCurrent ? endTs : startOfDay(plusDays(today, 1), zone),
  };
}

/** The first day, and the day after the last. */
function daysOf(name: string, today: CalendarDay): Days {
  switch (name) {
    case 'YESTERDAY':
      return oneDay(plusDays(today, -1));
    case 'DAY_BEFORE_YESTERDAY':
      return oneDay(plusDays(today, -2));
    case 'THIS_DAY_LAST_WEEK':
      return oneDay(plusDays(today, -7));
    case 'CURRENT_WEEK':
      return weekOf(today, 0);
    case 'CURRENT_WEEK_ISO':
      return weekOf(today, 1);
    case 'PREVIOUS_WEEK':
      return weekOf(plusDays(today, -7), 0);
    case 'PREVIOUS_WEEK_ISO':
      return weekOf(plusDays(today, -7), 1);
    case 'CURRENT_MONTH':
      return months(today, 1, 0);
    case 'PREVIOUS_MONTH':
      return months(today, 1, -1);
    case 'CURRENT_QUARTER':
      return months(today, 3, 0);
    case 'PREVIOUS_QUARTER':
      return months(today, 3, -1);
    case 'CURRENT_HALF_YEAR':
      return months(today, 6, 0);
    case 'PREVIOUS_HALF_YEAR':
      return months(today, 6, -1);
    case 'CURRENT_YEAR':
      return months(today, 12, 0);
    case 'PREVIOUS_YEAR':
      return months(today, 12, -1);
    default:
      return oneDay(today);
  }
}

function oneDay(day: CalendarDay): Days {
  return [day, plusDays(day, 1)];
}

function weekOf(day: CalendarDay, firstWeekday: number): Days {
  const first = plusDays(day, -((weekday(day) - firstWeekday + 7) % 7));
  return [first, plusDays(first, 7)];
}

/** The group of so many months that holds the day, or one before it. */
function months(day: CalendarDay, count: number, shift: number): Days {
  const first = day.month - ((day.month - 1) % count) + shift * count;
  return [firstOfMonth(day.year, first), firstOfMonth(day.year, first + count)];
}
