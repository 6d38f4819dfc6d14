/** Lists of values of an entity, as tooltips and cards show them instead of a script's markup. */
import {
  choice,
  flag,
  list,
  maybeNumber,
  number,
  numberOf,
  object,
  rangeListSchema,
  readingOf,
  text,
  type Infer,
  type Row,
  type SourceData,
} from '@/widgets/contract';
import { fill, type WriteNumber } from './pattern';
import { colorIn, shown } from './value';

const rowSchema = object({
  key: text(),
  /** Which datasource has the key. */
  datasource: number(0),
  label: text(),
  icon: text(),
  units: text(),
  decimals: maybeNumber(),
  link: choice(['', 'mailto', 'tel'], ''),
  fallback: text(),
  /** Only entities of these profiles have the row; empty for all. */
  profiles: list(text()),
  rangeList: rangeListSchema(),
});

export type FieldRow = Infer<typeof rowSchema>;

export const fieldsSchema = object({
  image: object({ key: text(), width: number(300), alt: text() }),
  title: text(),
  subtitle: text(),
  rows: list(rowSchema),
  links: list(object({ label: text(), action: text() })),
  emptyText: text(),
  showTitle: flag(true),
});

export type Fields = Infer<typeof fieldsSchema>;

export const pillSchema = object({
  key: text(),
  label: text(),
  units: text(),
  decimals: maybeNumber(),
  profiles: list(text()),
  rangeList: rangeListSchema(),
});

export type Pill = Infer<typeof pillSchema>;

export interface ShownValue {
  readonly key: string;
  readonly label: string;
  readonly icon: string;
  readonly text: string;
  readonly href: string | null;
  readonly color: string | null;
}

/** The rows that an entity has; a row without a value shows its fallback or is left out. */
export function shownRows(fields: Fields, sources: readonly SourceData[], row: Row, write: WriteNumber): readonly ShownValue[] {
  return fields.rows
    .filter((field) => field.profiles.length === 0 || field.profiles.includes(row.profile))
    .flatMap((field) => {
      const source = sources[field.datasource];
      const owner = field.datasource === 0 ? row : source?.rows[0];
      const reading = owner && source ? readingOf(owner, source.keys, field.key) : null;
      const base = { key: `${field.datasource} ${field.key}`, label: fill(field.label, row, sources[0]?.keys ?? [], write), icon: field.icon };
      if (!reading || reading.value === '') {
        return field.fallback ? [{ ...base, text: field.fallback, href: null, color: null }] : [];
      }
      return [
        {
          ...base,
          text: shown(reading, field.units, field.decimals, write),
          href: field.link ? `${field.link}:${linkTarget(field.link, reading.value)}` : null,
          color: colorIn(field.rangeList, numberOf(reading)),
        },
      ];
    });
}

function linkTarget(kind: string, value: string): string {
  return kind === 'tel' ? value.replace(/[^0-9+]/g, '') : encodeURIComponent(value).replaceAll('%40', '@');
}

/** True if no row has a value of its own. */
export function isEmpty(fields: Fields, sources: readonly SourceData[], row: Row): boolean {
  return fields.rows.every((field) => {
    const source = sources[field.datasource];
    const owner = field.datasource === 0 ? row : source?.rows[0];
    const reading = owner && source ? readingOf(owner, source.keys, field.key) : null;
    return !reading || reading.value === '';
  });
}

export function shownPills(
  pills: readonly Pill[],
  source: SourceData,
  row: Row,
  write: WriteNumber,
): readonly Omit<ShownValue, 'icon' | 'href'>[] {
  return pills
    .filter((pill) => pill.profiles.length === 0 || pill.profiles.includes(row.profile))
    .flatMap((pill) => {
      const reading = readingOf(row, source.keys, pill.key);
      if (!reading || reading.value === '') {
        return [];
      }
      const value = shown(reading, pill.units, pill.decimals, write);
      return [{ key: pill.key, label: fill(pill.label, row, source.keys, write), text: value, color: colorIn(pill.rangeList, numberOf(reading)) }];
    });
}
