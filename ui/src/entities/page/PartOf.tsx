import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '@/api/http';
import type { EntityRef } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { assetKind } from '../asset';

interface PartOfProps {
  readonly value: string | null;
  readonly onChange: (assetId: string | null) => void;
}

/** The asset that something new is part of; it contains it then. */
export function PartOfSelect({ value, onChange }: PartOfProps) {
  const t = useText(entitiesText);
  const [search, setSearch] = useState('');
  const found = useQuery({
    queryKey: ['ASSET', 'names', search],
    queryFn: () => assetKind.visible({ page: 0, pageSize: 50, textSearch: search }),
  });
  return (
    <Select
      label={t('partOf')}
      placeholder={t('none')}
      searchable
      clearable
      data={(found.data?.data ?? []).map((row) => ({ value: row.id.id, label: row.name }))}
      value={value}
      onChange={onChange}
      onSearchChange={setSearch}
      filter={({ options }) => options}
    />
  );
}

/** Says that an entity contains others. */
export async function relate(from: EntityRef, targets: readonly EntityRef[], type = 'Contains'): Promise<void> {
  for (const to of targets) {
    await call('post', '/api/relation', { body: { from, to, type, typeGroup: 'COMMON' } });
  }
}
