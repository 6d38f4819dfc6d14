import { readingOf, type SourceData } from '@/widgets/contract';

const PLACE = /\$\{([^${}:]+)(?::\d+)?\}/g;

export function hasPlaces(title: string): boolean {
  return title.search(PLACE) >= 0;
}

/** A title with values of the first entity in it. */
export function titleOf(title: string, data: readonly SourceData[]): string {
  const source = data[0];
  const row = source?.rows[0];
  return title
    .replace(PLACE, (_whole, name: string) => (source && row ? (readingOf(row, source.keys, name.trim())?.value ?? '') : ''))
    .trim();
}
