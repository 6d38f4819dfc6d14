import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { descriptorOf, kinds } from '@/entities/kinds';
import type { EntityDescriptor, EntityRow } from '@/entities/descriptor';
import type { EntityKind } from '@/entities/contract';

/** An entity that was found, and where it opens. */
export interface Found {
  readonly kind: EntityKind;
  readonly id: string;
  readonly name: string;
  readonly label: string | undefined;
  readonly to: string;
  /** Where its details open, for those that have a page of their own, too. */
  readonly details: string;
}

const shownOfKind = 5;
const wholeId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Entities of all kinds that the user may read, by name, label or id. */
export function useFound(text: string): { readonly found: readonly Found[]; readonly isBusy: boolean } {
  const answers = useQueries({
    queries: kinds.map(({ kind }) => ({
      queryKey: [kind, 'palette', text],
      queryFn: () => search(kind, text),
      enabled: text !== '',
      placeholderData: keepPreviousData,
      retry: false,
    })),
  });
  if (text === '') return { found: [], isBusy: false };
  return { found: answers.flatMap(({ data }) => data ?? []), isBusy: answers.some(({ isFetching }) => isFetching) };
}

async function search(kind: EntityKind, text: string): Promise<readonly Found[]> {
  const descriptor = descriptorOf(kind);
  if (descriptor === undefined) return [];
  const rows: readonly EntityRow[] = wholeId.test(text)
    ? await descriptor.load(text).then(
        (row) => [row],
        () => [],
      )
    : (await descriptor.visible({ page: 0, pageSize: shownOfKind, textSearch: text })).data;
  return rows.map((row) => ({
    kind,
    id: row.id.id,
    name: descriptor.nameOf(row),
    label: row.label ?? undefined,
    to: descriptor.pageOf?.(row) ?? detailsOf(descriptor, row),
    details: detailsOf(descriptor, row),
  }));
}

function detailsOf({ path }: EntityDescriptor, row: EntityRow): string {
  return `/${path}?open=${row.id.id}`;
}
