import { useMemo } from 'react';
import { type Locale, useLocale } from './locale';

/** Dates and numbers in the reader's form and zone. */
export interface Formats {
  readonly number: (value: number, fractionDigits?: number) => string;
  /** Day and time to the minute. */
  readonly dateTime: (millis: number) => string;
  /** Day and time to the second. */
  readonly moment: (millis: number) => string;
  /** Day without its year, and time to the minute. */
  readonly shortMoment: (millis: number) => string;
  readonly date: (millis: number) => string;
  readonly time: (millis: number) => string;
  /** "3 minutes ago", "in 2 days"; less than a minute is "now", for what shows it moves by minutes. */
  readonly relative: (millis: number, now: number) => string;
}

export function formatsOf({ tag, zone, language }: Locale): Formats {
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(tag, { ...options, timeZone: zone });
    return (millis: number) => format.format(millis);
  };
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return {
    number: (value, fractionDigits = 2) =>
      new Intl.NumberFormat(tag, { maximumFractionDigits: fractionDigits }).format(value),
    dateTime: dates({ dateStyle: 'medium', timeStyle: 'short' }),
    moment: dates({ dateStyle: 'medium', timeStyle: 'medium' }),
    shortMoment: dates({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }),
    date: dates({ dateStyle: 'medium' }),
    time: dates({ timeStyle: 'medium' }),
    relative: (millis, now) => {
      const { value, unit } = distance(millis - now);
      return relative.format(unit === 'second' ? 0 : value, unit);
    },
  };
}

export function useFormats(): Formats {
  const locale = useLocale();
  return useMemo(() => formatsOf(locale), [locale]);
}

interface Distance {
  readonly value: number;
  readonly unit: Intl.RelativeTimeFormatUnit;
}

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number, number])[] = [
  ['second', 1_000, 60],
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 24],
  ['day', 86_400_000, 30],
  ['month', 2_592_000_000, 12],
];

/** The largest unit in which a span is at least one. */
export function distance(millis: number): Distance {
  for (const [unit, size, limit] of steps) {
    const value = Math.round(millis / size);
    if (Math.abs(value) < limit) return { value, unit };
  }
  return { value: Math.round(millis / 31_536_000_000), unit: 'year' };
}
