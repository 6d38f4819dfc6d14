/** Rows of a list that is longer than what was loaded: the table asks for what it shows. */
export interface Rows<T> {
  /** Undefined until the first page came. */
  readonly total: number | undefined;
  /** Undefined while the row is on its way. */
  readonly at: (index: number) => T | undefined;
  /** All rows that are loaded, in their order. */
  readonly loaded: readonly T[];
  /** Called with the indexes in sight. */
  readonly show: (first: number, last: number) => void;
  readonly error: unknown;
  readonly retry: () => void;
  /** The rows from one index to another, also those that were not in sight yet. */
  readonly range: (first: number, last: number) => Promise<readonly T[]>;
  /** All rows that match, page by page; tells how many are there. */
  readonly collect: (tell: (count: number) => void, signal: AbortSignal) => Promise<readonly T[]>;
}

/** Rows of a list that is here as a whole. */
export function rowsOf<T>(list: readonly T[]): Rows<T> {
  return {
    total: list.length,
    at: (index) => list[index],
    loaded: list,
    show: () => undefined,
    error: null,
    retry: () => undefined,
    range: (first, last) => Promise.resolve(list.slice(first, last + 1)),
    collect: () => Promise.resolve(list),
  };
}

/** The rows of a list without some that are known to go; what is not loaded yet counts as staying. */
export function rowsWithout<T>(rows: Rows<T>, isGoing: (row: T) => boolean): Rows<T> {
  const going = rows.loaded.filter(isGoing).length;
  if (going === 0 || rows.total === undefined) return rows;
  const skipped: number[] = [];
  for (let index = 0; index < rows.total && skipped.length < going; index++) {
    const row = rows.at(index);
    if (row !== undefined && isGoing(row)) skipped.push(index);
  }
  const placeOf = (index: number) => skipped.reduce((place, gap) => (gap <= place ? place + 1 : place), index);
  return {
    ...rows,
    total: rows.total - skipped.length,
    at: (index) => rows.at(placeOf(index)),
    loaded: rows.loaded.filter((row) => !isGoing(row)),
    show: (first, last) => rows.show(placeOf(first), placeOf(last)),
    range: async (first, last) => (await rows.range(placeOf(first), placeOf(last))).filter((row) => !isGoing(row)),
    collect: async (tell, signal) => (await rows.collect(tell, signal)).filter((row) => !isGoing(row)),
  };
}

export interface Sort {
  readonly by: string;
  readonly descending: boolean;
}

/** A sort order as it stands in the address: `name` or `-createdTime`. */
export function parseSort(text: string | undefined, fallback: Sort): Sort {
  if (text === undefined || text === '') return fallback;
  return text.startsWith('-') ? { by: text.slice(1), descending: true } : { by: text, descending: false };
}

export function sortText({ by, descending }: Sort): string {
  return descending ? `-${by}` : by;
}
