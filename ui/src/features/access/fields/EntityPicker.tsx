import { Group, Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { addressOf, send } from '@/api/http';
import type { PageData } from '@/api/rows';
import { MultiPick } from '@/kit/MultiPick';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import { keyOf, type Named } from '../model/plan';

const listPaths = {
  ASSET: '/api/assetInfos/all',
  DEVICE: '/api/deviceInfos/all',
  DASHBOARD: '/api/dashboards/all',
} as const;
export type PickedKind = keyof typeof listPaths;

/** Entities by part of their name, also those of customers below. */
function entitiesQuery(kind: PickedKind, textSearch: string) {
  return queryOptions({
    queryKey: ['access', 'entities', kind, textSearch],
    queryFn: async ({ signal }): Promise<readonly Picked[]> => {
      const query = { pageSize: 20, page: 0, textSearch, includeCustomers: true };
      const page = (await send(
        'get',
        addressOf(listPaths[kind], {}, query),
        undefined,
        signal,
      )) as PageData<Listed>;
      return page.data.map(({ id, name, title, ownerId, ownerName }) => ({
        id,
        name: name ?? title ?? '',
        ...(ownerId?.entityType === 'CUSTOMER' && ownerName ? { ownerName } : {}),
      }));
    },
    staleTime: 30_000,
  });
}

interface Listed {
  readonly id: Named['id'];
  readonly name?: string;
  readonly title?: string;
  readonly ownerId?: Named['id'] | null;
  readonly ownerName?: string | null;
}

/** An entity to pick; with the customer that has it. */
export interface Picked extends Named {
  readonly ownerName?: string;
}

/** Entities of several kinds as the sections of a dropdown. */
export function useEntities(kinds: readonly PickedKind[], search: string): readonly Section[] {
  const t = useText(accessText);
  const [text] = useDebouncedValue(search.trim(), 200);
  const asked = (kind: PickedKind) => ({
    ...entitiesQuery(kind, text),
    enabled: kinds.includes(kind),
    placeholderData: keepPreviousData<readonly Picked[]>,
  });
  const assets = useQuery(asked('ASSET')).data;
  const devices = useQuery(asked('DEVICE')).data;
  const dashboards = useQuery(asked('DASHBOARD')).data;
  const lists = { ASSET: assets, DEVICE: devices, DASHBOARD: dashboards };
  return kinds.map((kind) => ({ title: t(`kind_${kind}`), items: lists[kind] ?? [] }));
}

interface Section {
  readonly title: string;
  readonly items: readonly Picked[];
}

function dataOf(sections: readonly Section[]) {
  return sections
    .map(({ title, items }) => ({
      group: title,
      items: items.map(({ id, name }) => ({ value: keyOf(id), label: name })),
    }))
    .filter(({ items }) => items.length > 0);
}

interface EntityPickerProps {
  readonly value: Named | undefined;
  readonly onChange: (entity: Named) => void;
  /** The entity that the dialog is about; nothing else can be picked. */
  readonly fixed?: Named;
}

/** Picks one entity. */
export function EntityPicker({ value, onChange, fixed }: EntityPickerProps) {
  const t = useText(accessText);
  const [search, setSearch] = useState('');
  const kinds: readonly PickedKind[] = fixed === undefined ? ['ASSET', 'DEVICE', 'DASHBOARD'] : [];
  const sections = useEntities(kinds, search === value?.name ? '' : search);
  const known = new Map(sections.flatMap(({ items }) => items).map((item) => [keyOf(item.id), item]));
  const own =
    value !== undefined && !known.has(keyOf(value.id)) ? [{ value: keyOf(value.id), label: value.name }] : [];
  return (
    <Select
      label={t('entity')}
      placeholder={t('entityHint')}
      data={[...own, ...dataOf(sections)]}
      value={value === undefined ? null : keyOf(value.id)}
      onChange={(key) => {
        const entity = known.get(key ?? '');
        if (entity !== undefined) onChange(entity);
      }}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      allowDeselect={false}
      readOnly={fixed !== undefined}
      nothingFoundMessage={t('nothingFound')}
    />
  );
}

function PickedLine({ name, owner }: { readonly name: string; readonly owner: string | undefined }) {
  return (
    <Group gap="xs" wrap="nowrap" miw={0}>
      <Text size="sm" truncate>
        {name}
      </Text>
      {owner !== undefined && (
        <Text size="xs" c="dimmed" truncate>
          {owner}
        </Text>
      )}
    </Group>
  );
}

interface EntitiesPickerProps {
  readonly label: string;
  readonly placeholder: string;
  readonly kinds: readonly PickedKind[];
  readonly value: readonly Picked[];
  readonly onChange: (entities: readonly Picked[]) => void;
}

/** Picks several entities. */
export function EntitiesPicker({ label, placeholder, kinds, value, onChange }: EntitiesPickerProps) {
  const t = useText(accessText);
  const [search, setSearch] = useState('');
  const sections = useEntities(kinds, search);
  const shown = sections.flatMap(({ items }) => items);
  const known = new Map([...value, ...shown].map((item) => [keyOf(item.id), item]));
  const seen = new Set(shown.map(({ id }) => keyOf(id)));
  const unseen = { title: t('chosen'), items: value.filter(({ id }) => !seen.has(keyOf(id))) };
  return (
    <MultiPick
      label={label}
      placeholder={value.length === 0 ? placeholder : ''}
      data={dataOf([...sections, unseen])}
      value={value.map(({ id }) => keyOf(id))}
      onChange={(keys) => onChange(keys.flatMap((key) => known.get(key) ?? []))}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      hidePickedOptions
      renderOption={({ option }) => <PickedLine name={option.label} owner={known.get(option.value)?.ownerName} />}
      nothingFoundMessage={t('nothingFound')}
    />
  );
}
