import { type DataKey, readingOf, type Row, type SourceData } from '@/widgets/contract';

const PLACE = /\$\{([^${}:]+)(?::\d+)?\}/g;

export function hasPlaces(title: string): boolean {
  return title.search(PLACE) >= 0;
}

/** A title with values of the first entity in it. */
export function titleOf(title: string, data: readonly SourceData[]): string {
  const source = data.find(({ rows }) => rows.length > 0);
  return titleWith(title, source?.rows[0], source?.keys);
}

/** A title with values of an entity in it. */
export function titleWith(title: string, row: Row | undefined, keys: readonly DataKey[] = []): string {
  return title
    .replace(PLACE, (_whole, name: string) => (row ? (readingOf(row, keys, name.trim())?.value ?? '') : ''))
    .trim();
}
