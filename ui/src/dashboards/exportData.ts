/** A widget's data as a table of text. */
import { csvLine } from '@/lib/csv';
import type { Locale } from '@/lib/locale';
import { titleWith } from './widgetTitle';
import { exactNumberOf, keyId, type DataKey, type Row, type SourceData } from '@/widgets/contract';

/** What is shown, with the moments in ISO form of the reader's zone: series as one line a moment, else one line a row. */
export function csvOf(data: readonly SourceData[], locale: Locale): string {
  const parts = data.filter((source) => source.rows.length > 0 || source.alarms.length > 0 || source.count !== null);
  return `${parts.map((source) => partOf(source, locale)).join('\r\n\r\n')}\r\n`;
}

function partOf(source: SourceData, locale: Locale): string {
  const lines = source.alarms.length > 0 ? alarmLines(source, locale) : entityLines(source, locale);
  return lines.map((cells) => csvLine(cells)).join('\r\n');
}

type Cell = string | number | bigint | null;

function entityLines(source: SourceData, locale: Locale): Cell[][] {
  if (source.count !== null) {
    return [['count'], [source.count]];
  }
  const isSeries = source.rows.some((row) => Object.keys(row.series).length > 0);
  return isSeries ? seriesLines(source, locale) : latestLines(source);
}

function latestLines(source: SourceData): Cell[][] {
  const keys = source.keys.filter((key) => key.type !== 'computed');
  const head = ['Name', 'Label', 'Profile', ...keys.map((key) => titleOf(key, source.rows[0]))];
  return [head, ...source.rows.map((row) => [row.name, row.label, row.profile, ...keys.map((key) => valueOf(row, key))])];
}

function titleOf(key: DataKey, row: Row | undefined): string {
  const title = titleWith(key.label, row) || key.name;
  return key.units ? `${title} (${key.units})` : title;
}

function valueOf(row: Row, key: DataKey): Cell {
  const reading = row.latest[keyId(key)];
  return exactNumberOf(reading) ?? reading?.value ?? '';
}

function seriesLines(source: SourceData, locale: Locale): Cell[][] {
  const keys = source.keys.filter((key) => key.type === 'timeseries');
  const columns = source.rows.flatMap((row) => keys.map((key) => ({ row, key })));
  const times = new Map<number, Map<number, number | bigint>>();
  columns.forEach(({ row, key }, column) => {
    for (const point of row.series[keyId(key)] ?? []) {
      const line = times.get(point.ts) ?? new Map<number, number | bigint>();
      line.set(column, point.exact ?? point.value);
      times.set(point.ts, line);
    }
  });
  const head = ['Time', ...columns.map(({ row, key }) => (source.rows.length > 1 ? `${row.name}: ${titleOf(key, row)}` : titleOf(key, row)))];
  const lines = [...times.entries()].sort(([one], [two]) => one - two);
  return [head, ...lines.map(([ts, line]) => [isoOf(ts, locale), ...columns.map((_, column) => line.get(column) ?? null)])];
}

function alarmLines(source: SourceData, locale: Locale): Cell[][] {
  return [
    ['Created', 'Originator', 'Type', 'Severity', 'Status'],
    ...source.alarms.map((alarm) => [
      isoOf(alarm.createdTime, locale),
      alarm.originatorName ?? '',
      alarm.type,
      alarm.severity,
      alarm.status,
    ]),
  ];
}

/** `2026-11-22 07:15:00` by the reader's clock: the form that every spreadsheet takes for a time. */
function isoOf(ts: number, { zone }: Locale): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(ts);
}

export function fileName(title: string, ending: string): string {
  const plain = title.replace(/[^\p{L}\p{N}._ -]+/gu, ' ').trim().replace(/\s+/g, '-');
  return `${plain.replace(/^\.+/, '') || 'widget'}.${ending}`;
}
