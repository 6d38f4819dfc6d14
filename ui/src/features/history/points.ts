import { addressOf, call, send } from '@/api/http';
import type { EntityRef } from '@/lib/entity';
import type { Value } from '@/lib/values';

/** One reading of a key. */
export interface Point {
  readonly ts: number;
  readonly value: Value;
}

export type Series = Readonly<Record<string, readonly Point[]>>;

export interface Span {
  readonly startTs: number;
  readonly endTs: number;
}

/** Readings of one step of the table, for each key. */
export const pageOfTable = 200;

function address({ entityType, id }: EntityRef, query: object): string {
  return addressOf('/api/plugins/telemetry/{entityType}/{entityId}/values/timeseries', { entityType, entityId: id }, query);
}

/** The points that draw the same line as all of them, on so many pixels. */
export async function drawn(entity: EntityRef, keys: readonly string[], span: Span, pixels: number): Promise<Series> {
  return (await send('get', address(entity, { key: keys, ...span, pixels, useStrictDataTypes: true }))) as Series;
}

/** The latest readings before the end of a span, whatever their type. */
export async function latestOf(entity: EntityRef, keys: readonly string[], span: Span): Promise<Series> {
  return (await send('get', address(entity, { key: keys, ...span, limit: pageOfTable, orderBy: 'DESC', useStrictDataTypes: true }))) as Series;
}

/** Where the whole span is downloaded from. */
export function exportAddress({ entityType, id }: EntityRef, keys: readonly string[], span: Span, zone: string, isForSheets: boolean): string {
  const form = isForSheets ? { separator: 'SEMICOLON', decimal: 'COMMA' } : {};
  return addressOf('/api/telemetry/export/{entityType}/{entityId}', { entityType, entityId: id }, { key: keys, ...span, timeZone: zone, ...form });
}

/** The keys that have readings, in alphabetical order. */
export async function keysOf({ entityType, id }: EntityRef): Promise<readonly string[]> {
  const keys = await call('get', '/api/plugins/telemetry/{entityType}/{entityId}/keys/timeseries', { path: { entityType, entityId: id } });
  return [...(keys as readonly string[])].sort((a, b) => a.localeCompare(b));
}

export interface Row extends Point {
  readonly key: string;
}

/**
 * The rows of the table, the newest first. A key that has more than one step brings holds back what is older than its
 * step in all of them: otherwise it would look as if the others had been alone then.
 */
export function rowsOf(series: Series): { readonly rows: readonly Row[]; readonly since: number | undefined } {
  const cuts = Object.values(series).flatMap((points) => (points.length < pageOfTable ? [] : [points.at(-1)?.ts ?? 0]));
  const since = cuts.length === 0 ? undefined : Math.max(...cuts);
  const rows = Object.entries(series)
    .flatMap(([key, points]) => points.map((point) => ({ ...point, key })))
    .filter(({ ts }) => since === undefined || ts >= since)
    .sort((a, b) => b.ts - a.ts || a.key.localeCompare(b.key));
  return { rows, since };
}
