/** Calendar arithmetic in a time zone, on moments in milliseconds. */

export interface CalendarDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

export const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

/** What a clock in the zone shows, as if it were UTC. */
function wallClock(moment: number, zone: string): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const part of formatOf(zone).formatToParts(moment)) {
    parts[part.type] = Number(part.value);
  }
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The first moment of a day; where the clock skips midnight, the moment to which it skips. */
export function startOfDay({ year, month, day }: CalendarDay, zone: string): number {
  const wall = Date.UTC(year, month - 1, day);
  const first = wall - (wallClock(wall, zone) - wall);
  const second = wall - (wallClock(first, zone) - first);
  return wallClock(second, zone) >= wall ? second : first;
}

export function dayOf(moment: number, zone: string): CalendarDay {
  return asDay(wallClock(moment, zone));
}

function asDay(wall: number): CalendarDay {
  const date = new Date(wall);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

export function plusDays({ year, month, day }: CalendarDay, days: number): CalendarDay {
  return asDay(Date.UTC(year, month - 1, day + days));
}

/** The first day of a month; months may be any number, counted on into other years. */
export function firstOfMonth(year: number, month: number): CalendarDay {
  return asDay(Date.UTC(year, month - 1, 1));
}

/** 0 is Sunday. */
export function weekday({ year, month, day }: CalendarDay): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

export function startOfHour(moment: number, zone: string): number {
  const wall = wallClock(moment, zone);
  return moment - (((wall % 3_600_000) + 3_600_000) % 3_600_000) - (moment % 1000);
}



/** The moment at which a clock in the zone shows the text `2026-11-22 07:15:00`; 0 if it is no time. */
export function wallTime(text: string, zone: string): number {
  const wall = Date.parse(`${text.trim().replace(' ', 'T')}Z`);
  if (!Number.isFinite(wall)) {
    return 0;
  }
  const first = wall - (wallClock(wall, zone) - wall);
  return wall - (wallClock(first, zone) - first);
}
