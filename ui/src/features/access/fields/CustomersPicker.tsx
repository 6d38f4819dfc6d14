import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { MultiPick } from '@/kit/MultiPick';
import { useText } from '@/lib/locale';
import { accessText } from '@/lib/text/access';
import { keyOf, type Named } from '../model/plan';
import { ownersQuery } from '../model/queries';

interface CustomersPickerProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: readonly Named[];
  readonly onChange: (customers: readonly Named[]) => void;
}

/** Picks several customers; the server searches. */
export function CustomersPicker({ label, placeholder, value, onChange }: CustomersPickerProps) {
  const t = useText(accessText);
  const [search, setSearch] = useState('');
  const [text] = useDebouncedValue(search.trim(), 200);
  const owners = useQuery({ ...ownersQuery(text), placeholderData: keepPreviousData }).data ?? [];
  const offered = owners.filter(({ id }) => id.entityType === 'CUSTOMER');
  const known = new Map([...value, ...offered].map((customer) => [keyOf(customer.id), customer]));
  return (
    <MultiPick
      label={label}
      placeholder={value.length === 0 ? placeholder : ''}
      data={[...known].map(([key, { name }]) => ({ value: key, label: name }))}
      value={value.map(({ id }) => keyOf(id))}
      onChange={(keys) => onChange(keys.flatMap((key) => known.get(key) ?? []))}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      hidePickedOptions
      nothingFoundMessage={t('nobodyFound')}
      data-autofocus
    />
  );
}
