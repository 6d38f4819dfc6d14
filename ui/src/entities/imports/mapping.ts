import Papa from 'papaparse';
import type { ImportColumn, ImportRequest } from '../descriptor';

/** A CSV file, read. */
export interface Table {
  readonly header: readonly string[];
  readonly lines: readonly (readonly string[])[];
}

/** What a column becomes; null leaves it out. `key` names an attribute or a reading. */
export interface ColumnPlan {
  readonly type: ImportColumn | null;
  readonly key: string;
}

export function readTable(text: string, hasHeader: boolean): Table {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: 'greedy' });
  const width = Math.max(0, ...data.map((line) => line.length));
  const first = data[0] ?? [];
  const header = Array.from({ length: width }, (_, column) => (hasHeader ? (first[column] ?? '') : `${column + 1}`));
  return { header, lines: hasHeader ? data.slice(1) : data };
}

/** A cell of a column that shows whether its characters are read rightly: the first that has more than plain ones. */
export function exampleOf({ lines }: Table, column: number): string | undefined {
  return lines.find((line) => /[^\x20-\x7e]/.test(line[column] ?? ''))?.[column] ?? lines[0]?.[column];
}

const words: readonly (readonly [RegExp, ImportColumn])[] = [
  [/^(name|device|asset|title|gerät|objekt)(\s*name)?$/i, 'NAME'],
  [/^(type|profile|profil|typ)$/i, 'TYPE'],
  [/^(label|bezeichnung)$/i, 'LABEL'],
  [/^(description|beschreibung)$/i, 'DESCRIPTION'],
  [/^(access[ _]?token|token)$/i, 'ACCESS_TOKEN'],
  [/^(is[ _]?gateway|gateway)$/i, 'IS_GATEWAY'],
];

/** A first guess from the names of the columns: known words as such, everything else as a server attribute. */
export function guessPlan(header: readonly string[], allowed: readonly ImportColumn[]): ColumnPlan[] {
  const taken = new Set<ImportColumn>();
  return header.map((title, column) => {
    const known = words.find(([word, type]) => word.test(title.trim()) && allowed.includes(type))?.[1];
    const type = known ?? (column === 0 && !header.some((each) => words[0]?.[0].test(each.trim())) ? 'NAME' : 'SERVER_ATTRIBUTE');
    if (type !== 'SERVER_ATTRIBUTE' && taken.has(type)) return { type: 'SERVER_ATTRIBUTE', key: title.trim() };
    taken.add(type);
    return { type, key: title.trim() };
  });
}

export function needsKey(type: ImportColumn | null): boolean {
  return type === 'SERVER_ATTRIBUTE' || type === 'SHARED_ATTRIBUTE' || type === 'TIMESERIES';
}

/** How many lines go in one request: small enough to show progress, large enough not to wait on each. */
export const linesARequest = 500;

/** The requests of an import, in the order of the lines. */
export function requestsOf(
  { lines }: Table,
  plan: readonly ColumnPlan[],
  update: boolean,
  target: Pick<ImportRequest, 'customerId' | 'entityGroupId'>,
): { readonly first: number; readonly count: number; readonly request: ImportRequest }[] {
  const kept = plan.flatMap(({ type, key }, column) => (type === null ? [] : [{ type, key, column }]));
  const columns = kept.map(({ type, key }) => (needsKey(type) ? { type, key } : { type }));
  const mapping = { columns, delimiter: ',', update, header: false };
  const requests = [];
  for (let first = 0; first < lines.length; first += linesARequest) {
    const some = lines.slice(first, first + linesARequest);
    const file = Papa.unparse(some.map((line) => kept.map(({ column }) => line[column] ?? '')));
    requests.push({ first, count: some.length, request: { file, mapping, ...target } });
  }
  return requests;
}

/** A message of the server about a line of its request, as one about a line of the file. */
export function lineOfFile(message: string, first: number, hasHeader: boolean): string {
  return message.replace(/^Line (\d+)/, (_, line: string) => `Line ${Number(line) + first + (hasHeader ? 1 : 0)}`);
}
