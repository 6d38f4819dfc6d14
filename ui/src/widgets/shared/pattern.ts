/** Texts with values in them: `${entityName}`, `${key}`, `${key:decimals}`. Values go in as text, never as markup. */
import { exactNumberOf, readingOf, type DataKey, type Row } from '@/widgets/contract';

const PLACE = /\$\{([^${}:]{1,255})(?::(\d{1,2}))?\}/g;

export type WriteNumber = (value: number | bigint, decimals?: number) => string;

/**
 * Fills a pattern from a row; what is not known becomes nothing.
 *
 * @param escape turns a value into text of the pattern's language
 */
export function fill(
  pattern: string,
  row: Row | null,
  keys: readonly DataKey[],
  write: WriteNumber,
  escape: (text: string) => string = (text) => text,
): string {
  return pattern.replace(PLACE, (_whole, name: string, decimals: string | undefined) => {
    const reading = row ? readingOf(row, keys, name.trim()) : null;
    if (!reading) {
      return '';
    }
    const value = exactNumberOf(reading);
    return escape(value !== null && decimals !== undefined ? write(value, Number(decimals)) : reading.value);
  });
}

/** The label of a key, with the entity's name in it where it has a place for that. */
export function labelOf(key: DataKey, row: Row | null | undefined, keys: readonly DataKey[], write: WriteNumber): string {
  const label = key.label || key.name;
  return hasPlaces(label) ? fill(label, row ?? null, keys, write).trim() : label;
}

export function hasPlaces(pattern: string): boolean {
  return pattern.search(PLACE) >= 0;
}
