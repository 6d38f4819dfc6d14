import { ActionIcon, Group, Menu, Text, Tooltip } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { EllipsisVertical, Info } from 'lucide-react';
import { Chips } from '@/kit/Chips';
import type { Column } from '@/kit/DataTable';
import { EntityIcon } from '@/kit/EntityIcon';
import { RelativeTime } from '@/kit/RelativeTime';
import { useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import { type EntityDescriptor, type EntityRow, type EntitiesT, handleOf } from '../descriptor';
import { kinds } from '../kinds';
import { useActions, useRun } from './ActionHost';
import classes from './page.module.css';
import { useLabel } from './useLabel';

/** The columns of a kind: its name, its own, and those that all kinds have. */
export function columnsOf(descriptor: EntityDescriptor, t: EntitiesT): readonly Column<EntityRow>[] {
  return [
    {
      id: 'name',
      title: t(descriptor.nameTitle),
      sort: descriptor.nameSort,
      cell: (row) => (
        <Group gap={8} wrap="nowrap">
          <Text span c="dimmed" lh={0}>
            <EntityIcon kind={descriptor.kind} size={16} />
          </Text>
          <Text span inherit truncate>
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
      rank: 3 as const,
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

interface RowActionsProps {
  readonly descriptor: EntityDescriptor;
  readonly row: EntityRow;
  /** For kinds whose row leads to a page: opens the details. */
  readonly onDetails?: () => void;
}

/** What can be done with a row: the most used as icons, the rest in a menu. */
export function RowActions({ descriptor, row, onDetails }: RowActionsProps) {
  const t = useText(entitiesText);
  const labelOf = useLabel();
  const run = useRun();
  const handle = handleOf(descriptor, row);
  const icons = useActions(descriptor.kind, 'row');
  const more = useActions(descriptor.kind, 'more');
  const navigate = useNavigate();
  const below = descriptor.kind === 'CUSTOMER' ? kinds : [];
  return (
    <Group gap={2} wrap="nowrap" justify="flex-end">
      {onDetails && (
        <Tooltip label={t('details')}>
          <ActionIcon variant="subtle" color="gray" aria-label={`${t('details')}: ${handle.name}`} onClick={onDetails}>
            <Info size={17} />
          </ActionIcon>
        </Tooltip>
      )}
      {icons.map((action) => (
        <Tooltip key={action.id} label={labelOf(action.label)}>
          <ActionIcon
            className={classes.rowIcon}
            variant="subtle"
            color="gray"
            aria-label={`${labelOf(action.label)}: ${handle.name}`}
            onClick={() => run(action, [handle])}
          >
            <action.icon size={17} />
          </ActionIcon>
        </Tooltip>
      ))}
      {(icons.length > 0 || more.length > 0 || below.length > 0) && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`${t('more')}: ${handle.name}`}>
              <EllipsisVertical size={17} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {below.map((each) => (
              <Menu.Item
                key={each.kind}
                leftSection={<EntityIcon kind={each.kind} size={16} />}
                onClick={() => void navigate({ to: `/customers/${row.id.id}/${each.path}` })}
              >
                {t(each.many)}
              </Menu.Item>
            ))}
            {below.length > 0 && <Menu.Divider />}
            {[...icons, ...more].map((action) => (
              <Menu.Item
                key={action.id}
                leftSection={<action.icon size={16} />}
                {...(action.danger === true ? { c: 'var(--mantine-color-error)' } : {})}
                onClick={() => run(action, [handle])}
              >
                {labelOf(action.label)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}
