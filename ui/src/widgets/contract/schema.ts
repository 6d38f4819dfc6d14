/**
 * Settings schemas: what a widget's settings may hold, with a fallback for everything. Reading never fails, because
 * dashboards come from other products and other versions; a value of another form gives way to its fallback.
 */

export interface Field<T> {
  /** What an editor shows for it. */
  readonly kind: 'text' | 'number' | 'flag' | 'choice' | 'list' | 'map' | 'object' | 'maybe';
  readonly read: (raw: unknown) => T;
  /** The values of a choice. */
  readonly values?: readonly string[];
  /** The fields of an object. */
  readonly fields?: Readonly<Record<string, Field<unknown>>>;
  /** The elements of a list or map, or what a maybe holds. */
  readonly item?: Field<unknown>;
}

/** What a field reads. */
export type Infer<F> = F extends Field<infer T> ? T : never;

type Fields = Readonly<Record<string, Field<unknown>>>;

export function isRecord(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

export function text(fallback = ''): Field<string> {
  return { kind: 'text', read: (raw) => (typeof raw === 'string' ? raw : fallback) };
}

export function flag(fallback = false): Field<boolean> {
  return { kind: 'flag', read: (raw) => (typeof raw === 'boolean' ? raw : fallback) };
}

/** Numbers also come as text in dashboards of other products. */
export function number(fallback: number): Field<number> {
  return { kind: 'number', read: (raw) => asNumber(raw) ?? fallback };
}

function asNumber(raw: unknown): number | null {
  const value = typeof raw === 'bigint' || (typeof raw === 'string' && raw.trim() !== '') ? Number(raw) : raw;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function maybeNumber(): Field<number | null> {
  return { kind: 'number', read: asNumber };
}

export function choice<const V extends string>(values: readonly V[], fallback: V): Field<V> {
  return { kind: 'choice', values, read: (raw) => values.find((value) => value === raw) ?? fallback };
}

export function list<T>(item: Field<T>, fallback: readonly T[] = []): Field<readonly T[]> {
  return { kind: 'list', item, read: (raw) => (Array.isArray(raw) ? raw.map((each) => item.read(each)) : fallback) };
}

export function map<T>(item: Field<T>): Field<Readonly<Record<string, T>>> {
  return {
    kind: 'map',
    item,
    read: (raw) =>
      isRecord(raw) ? Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, item.read(value)])) : {},
  };
}

/** Something that may be absent. */
export function maybe<T>(item: Field<T>): Field<T | null> {
  return { kind: 'maybe', item, read: (raw) => (raw === undefined || raw === null ? null : item.read(raw)) };
}

export function object<F extends Fields>(fields: F): Field<{ readonly [K in keyof F]: Infer<F[K]> }> {
  return {
    kind: 'object',
    fields,
    read: (raw) => {
      const source = isRecord(raw) ? raw : {};
      const entries = Object.entries(fields).map(([key, field]) => [key, field.read(source[key])]);
      // fromEntries loses the names, which are those of `fields`.
      return Object.fromEntries(entries) as { readonly [K in keyof F]: Infer<F[K]> };
    },
  };
}
