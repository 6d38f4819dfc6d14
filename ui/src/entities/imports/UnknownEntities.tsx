import { Alert, Select, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { type Named, ofName } from './ours';
import type { Reference } from './references';

interface UnknownEntitiesProps {
  readonly unknown: readonly Reference[];
  /** By the id in the file. */
  readonly chosen: ReadonlyMap<string, Named>;
  readonly onChoose: (id: string, other: Named | null) => void;
}

/** What a file names and is not here, each with a choice of ours in its place. */
export function UnknownEntities({ unknown, chosen, onChoose }: UnknownEntitiesProps) {
  const t = useText(entitiesText);
  return (
    <Stack gap="sm">
      <Alert variant="default" title={t('importUnknown', { count: unknown.length })}>
        {t('importUnknownText')}
      </Alert>
      {unknown.map((reference) => (
        <Choice key={reference.id} reference={reference} chosen={chosen.get(reference.id) ?? null} onChoose={(other) => onChoose(reference.id, other)} />
      ))}
      <Text size="xs" c="dimmed">
        {t('importLeave')}
      </Text>
    </Stack>
  );
}

interface ChoiceProps {
  readonly reference: Reference;
  readonly chosen: Named | null;
  readonly onChoose: (other: Named | null) => void;
}

function Choice({ reference, chosen, onChoose }: ChoiceProps) {
  const t = useText(entitiesText);
  const { entityType, id, aliases } = reference;
  const [typed, setTyped] = useState(chosen?.name ?? '');
  const [asked] = useDebouncedValue(typed === chosen?.name ? '' : typed, 200);
  const { data = [] } = useQuery({ queryKey: ['import', 'ours', entityType, asked], queryFn: () => ofName(entityType, asked), retry: false });
  const options = [...new Map([...(chosen ? [chosen] : []), ...data].map((each) => [each.id, each])).values()];
  const kind = `importKind_${entityType}`;
  const words = kind in entitiesText.en ? t(kind as keyof typeof entitiesText.en) : entityType;
  return (
    <Select
      label={aliases.filter(Boolean).join(', ') || id}
      description={`${words} · ${id}`}
      placeholder={t('importChoose')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('importClear') }}
      nothingFoundMessage={t('importNone')}
      filter={({ options: all }) => all}
      searchValue={typed}
      onSearchChange={setTyped}
      data={options.map((each) => ({ value: each.id, label: each.name }))}
      value={chosen?.id ?? null}
      onChange={(value) => onChoose(options.find((each) => each.id === value) ?? null)}
    />
  );
}
