import { Select } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '@/api/http';
import type { EntityRef } from '@/lib/entity';
import { useText } from '@/lib/locale';
import { accessClassicText } from '@/lib/text/accessClassic';
import type { Named } from '../model/plan';

/** All user groups of an owner, also the one that holds all its users. */
export function allUserGroupsQuery(owner: EntityRef | undefined) {
  return queryOptions({
    queryKey: ['access', 'allUserGroups', owner?.id],
    queryFn: async (): Promise<readonly Named[]> => {
      const path = { ownerType: owner?.entityType ?? '', ownerId: owner?.id ?? '', groupType: 'USER' };
      const rows = await call('get', '/api/entityGroups/{ownerType}/{ownerId}/{groupType}/all', { path });
      return rows.map(({ id, name }) => ({ id, name }));
    },
    enabled: owner !== undefined,
    staleTime: 10_000,
  });
}

interface UserGroupPickerProps {
  readonly owner: EntityRef | undefined;
  readonly value: Named | undefined;
  readonly onChange: (group: Named) => void;
}

/** Picks one user group of an owner. */
export function UserGroupPicker({ owner, value, onChange }: UserGroupPickerProps) {
  const t = useText(accessClassicText);
  const groups = useQuery(allUserGroupsQuery(owner)).data ?? [];
  const offered =
    value === undefined || groups.some(({ id }) => id.id === value.id.id) ? groups : [...groups, value];
  return (
    <Select
      label={t('userGroup')}
      data={offered.map(({ id, name }) => ({ value: id.id, label: name }))}
      value={value?.id.id ?? null}
      onChange={(picked) => {
        const group = offered.find(({ id }) => id.id === picked);
        if (group !== undefined) onChange(group);
      }}
      allowDeselect={false}
      searchable
      disabled={owner === undefined}
    />
  );
}
