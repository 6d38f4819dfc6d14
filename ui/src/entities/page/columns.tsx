import { Group, Text } from '@mantine/core';
import { Chips } from '@/kit/Chips';
import type { Column } from '@/kit/DataTable';
import { EntityIcon } from '@/kit/EntityIcon';
import { RelativeTime } from '@/kit/RelativeTime';
import type { EntityDescriptor, EntityRow, EntitiesT } from '../descriptor';

/** The columns of a kind: its name, its own, and those that all kinds have. */
export function columnsOf(descriptor: EntityDescriptor, t: EntitiesT): readonly Column<EntityRow>[] {
  return [
    {
      id: 'name',
      title: t(descriptor.nameTitle),
      sort: descriptor.nameSort,
      width: '24%' as const,
      cell: (row) => (
        <Group gap={8} wrap="nowrap">
          <Text span c="dimmed" lh={0}>
            <EntityIcon kind={descriptor.kind} size={16} />
          </Text>
          <Text span inherit truncate title={descriptor.nameOf(row)}>
            {descriptor.nameOf(row)}
          </Text>
        </Group>
      ),
    },
    ...descriptor.columns.map(({ cell, title, ...column }) => ({
      ...column,
      title: t(title),
      cell: (row: EntityRow) => cell(row, t),
    })),
    { id: 'owner', title: t('owner'), sort: 'ownerName', rank: 2 as const, cell: ({ ownerName }) => ownerName },
    {
      id: 'groups',
      title: t('groups'),
      rank: descriptor.kind === 'USER' ? (4 as const) : (3 as const),
      cell: ({ groups }) => <Chips chips={(groups ?? []).map(({ id, name }) => ({ id: id.id, label: name }))} />,
    },
    {
      id: 'created',
      title: t('created'),
      sort: 'createdTime',
      width: 132,
      rank: 3 as const,
      cell: ({ createdTime }) => <RelativeTime millis={createdTime} />,
    },
  ];
}
