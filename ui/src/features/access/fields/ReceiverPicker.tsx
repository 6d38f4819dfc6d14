import { Group, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '@/api/session';
import { EntityIcon } from '@/kit/EntityIcon';
import { MultiPick } from '@/kit/MultiPick';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import { distinct, keyOf, type Receiver } from '../model/plan';
import { ownersQuery, userGroupsQuery, usersQuery } from '../model/queries';

interface ReceiverPickerProps {
  readonly value: readonly Receiver[];
  readonly onChange: (receivers: readonly Receiver[]) => void;
  /** Whether single users can be chosen too; a group is shared with customers and user groups only. */
  readonly withUsers: boolean;
  readonly autoFocus?: boolean;
}

/** Picks customers, user groups and users, several at once; the server searches. */
export function ReceiverPicker({ value, onChange, withUsers, autoFocus = false }: ReceiverPickerProps) {
  const t = useText(accessText);
  const [search, setSearch] = useState('');
  const sections = useReceivers(search, withUsers);
  const known = new Map(
    [...value, ...sections.flatMap(({ items }) => items)].map((item) => [keyOf(item.id), item]),
  );
  const shown = new Set(sections.flatMap(({ items }) => items.map(({ id }) => keyOf(id))));
  const unseen = value.filter(({ id }) => !shown.has(keyOf(id)));
  const data = [
    ...sections.map(({ title, items }) => ({ group: title, items: items.map(optionOf) })),
    ...(unseen.length === 0 ? [] : [{ group: t('chosen'), items: unseen.map(optionOf) }]),
  ].filter(({ items }) => items.length > 0);
  return (
    <MultiPick
      label={t('shareWith')}
      placeholder={value.length === 0 ? t('shareWithHint') : ''}
      data={data}
      value={value.map(({ id }) => keyOf(id))}
      onChange={(keys) => onChange(keys.flatMap((key) => known.get(key) ?? []))}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      nothingFoundMessage={t('nobodyFound')}
      hidePickedOptions
      renderOption={({ option }) => <ReceiverLine receiver={known.get(option.value)} />}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
    />
  );
}

function optionOf({ id, name }: Receiver) {
  return { value: keyOf(id), label: name };
}

function ReceiverLine({ receiver }: { readonly receiver: Receiver | undefined }) {
  if (receiver === undefined) return null;
  return (
    <Group gap="xs" wrap="nowrap" miw={0}>
      <EntityIcon
        kind={receiver.id.entityType === 'ENTITY_GROUP' ? 'TENANT' : receiver.id.entityType}
        size={16}
      />
      <Text size="sm" truncate>
        {receiver.name}
      </Text>
      {receiver.detail !== undefined && (
        <Text size="xs" c="dimmed" truncate>
          {receiver.detail}
        </Text>
      )}
    </Group>
  );
}

interface ReceiverSection {
  readonly title: string;
  readonly items: readonly Receiver[];
}

/** Of how many of the owners that were found the user groups are offered, too. */
const openedOwners = 8;

function useReceivers(search: string, withUsers: boolean): ReceiverSection[] {
  const t = useText(accessText);
  const [text] = useDebouncedValue(search.trim(), 200);
  const me = useQuery(meQuery).data;
  const found = useQuery({ ...ownersQuery(text), placeholderData: keepPreviousData }).data ?? [];
  const own = useQuery(ownersQuery('')).data?.find(({ id }) => id.id === me?.ownerId?.id);
  const ownGroups = useQuery({ ...userGroupsQuery(own, text), placeholderData: keepPreviousData }).data ?? [];
  const others = found.filter(({ id }) => id.id !== own?.id.id).slice(0, openedOwners);
  const theirGroups = useQueries({ queries: others.map((owner) => userGroupsQuery(owner, '')) });
  const users =
    useQuery({ ...usersQuery(text), enabled: withUsers, placeholderData: keepPreviousData }).data ?? [];
  const owners = found.map((owner) => ({ ...owner, detail: t('allUsersOf') }));
  return [
    { title: t('customers'), items: owners.filter(({ id }) => id.entityType === 'CUSTOMER') },
    {
      title: t('userGroups'),
      items: distinct([...theirGroups.flatMap(({ data }) => data ?? []), ...ownGroups]),
    },
    { title: t('users'), items: withUsers ? users : [] },
    { title: t('ownOrganisation'), items: owners.filter(({ id }) => id.entityType === 'TENANT') },
  ];
}
