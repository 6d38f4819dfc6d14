import { Group, Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { EntityIcon } from '@/kit/EntityIcon';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import { keyOf, type Named, refOf } from '../model/plan';
import { ownersQuery } from '../model/queries';

interface OwnerPickerProps {
  readonly label: string;
  readonly value: Named | undefined;
  readonly onChange: (owner: Named) => void;
  readonly placeholder?: string;
  readonly description?: string;
  readonly onlyCustomers?: boolean;
  readonly autoFocus?: boolean;
}

/** Picks the tenant or a customer; the server searches. */
export function OwnerPicker({
  label,
  value,
  onChange,
  onlyCustomers = false,
  autoFocus = false,
  ...rest
}: OwnerPickerProps) {
  const t = useText(accessText);
  const [search, setSearch] = useState('');
  const [text] = useDebouncedValue(search === value?.name ? '' : search.trim(), 200);
  const owners = useQuery({ ...ownersQuery(text), placeholderData: keepPreviousData }).data ?? [];
  const offered = owners.filter(({ id }) => !onlyCustomers || id.entityType === 'CUSTOMER');
  const known = new Map(
    [...(value === undefined ? [] : [value]), ...offered].map((owner) => [keyOf(owner.id), owner]),
  );
  return (
    <Select
      label={label}
      data={[...known].map(([key, { name }]) => ({ value: key, label: name }))}
      value={value === undefined ? null : keyOf(value.id)}
      onChange={(key) => {
        const owner = key === null ? undefined : known.get(key);
        if (owner !== undefined) onChange(owner);
      }}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      allowDeselect={false}
      nothingFoundMessage={t('nobodyFound')}
      renderOption={({ option }) => (
        <Group gap="xs" wrap="nowrap">
          <EntityIcon kind={refOf(option.value).entityType} size={16} />
          <Text size="sm" truncate>
            {option.label}
          </Text>
        </Group>
      )}
      {...rest}
      {...(autoFocus ? { 'data-autofocus': true } : {})}
    />
  );
}
