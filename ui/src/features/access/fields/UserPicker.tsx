import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import type { Named } from '../model/plan';
import { usersQuery } from '../model/queries';

interface UserPickerProps {
  readonly value: Named | undefined;
  readonly onChange: (user: Named) => void;
  readonly autoFocus?: boolean;
}

/** Picks one user by name or e-mail; the server searches. */
export function UserPicker({ value, onChange, autoFocus = false }: UserPickerProps) {
  const t = useText(accessText);
  const [search, setSearch] = useState('');
  const [text] = useDebouncedValue(search === value?.name ? '' : search.trim(), 200);
  const users = useQuery({ ...usersQuery(text), placeholderData: keepPreviousData }).data ?? [];
  const known = new Map(
    [...users, ...(value === undefined ? [] : [value])].map((user) => [user.id.id, user]),
  );
  return (
    <Select
      label={t('person')}
      placeholder={t('personHint')}
      data={[...known.values()].map(({ id, name }) => ({ value: id.id, label: name }))}
      value={value?.id.id ?? null}
      onChange={(id) => {
        const user = known.get(id ?? '');
        if (user !== undefined) onChange(user);
      }}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      allowDeselect={false}
      nothingFoundMessage={t('nobodyFound')}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
    />
  );
}
