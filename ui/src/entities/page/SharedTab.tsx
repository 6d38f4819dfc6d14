import { Badge, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { call } from '@/api/http';
import { usePagedRows } from '@/api/rows';
import { DataTable } from '@/kit/DataTable';
import { EmptyState } from '@/kit/states';
import { useText } from '@/lib/locale';
import type { Rows } from '@/lib/rows';
import { entitiesText } from '@/lib/text/entities';
import type { EntityDescriptor, EntityRow } from '../descriptor';
import { columnsOf } from './columns';
import classes from './page.module.css';
import { RowActions } from './RowActions';
import { useLiveStates } from './useLiveStates';
import type { ListState } from './useListState';

const idOf = ({ id }: EntityRow) => id.id;

/** What others own and the user may see; shared groups stand above it as a way to narrow it. */
export function SharedTab({ descriptor, state }: { readonly descriptor: EntityDescriptor; readonly state: ListState }) {
  const t = useText(entitiesText);
  const navigate = useNavigate();
  const rows = useLiveStates(descriptor, useSharedRows(descriptor, state));
  const { pageOf } = descriptor;
  const { change } = state;
  const columns = useMemo(
    () => columnsOf(descriptor, t).filter(({ id }) => id !== 'owner' && id !== 'groups'),
    [descriptor, t],
  );
  const open = useCallback(
    (row: EntityRow) => (pageOf === undefined ? change({ open: row.id.id }) : void navigate({ to: pageOf(row) })),
    [change, navigate, pageOf],
  );
  const actions = useCallback(
    (row: EntityRow) => (
      <RowActions
        descriptor={descriptor}
        row={row}
        isShared
        {...(pageOf === undefined ? {} : { onDetails: () => change({ open: row.id.id }) })}
      />
    ),
    [change, descriptor, pageOf],
  );
  const empty =
    state.search === '' ? (
      <EmptyState title={t('noShared')} text={t('sharedText')} />
    ) : (
      <EmptyState title={t('noMatch')} text={t('noMatchText')} />
    );
  return (
    <div className={classes.list}>
      <SharedGroups descriptor={descriptor} state={state} />
      <DataTable
        label={t('shared')}
        columns={columns}
        rows={rows}
        idOf={idOf}
        nameOf={descriptor.nameOf}
        sort={state.sort}
        onSort={state.onSort}
        openId={state.openId}
        actions={actions}
        onOpen={open}
        empty={empty}
      />
      <div className={classes.foot}>{rows.total !== undefined && t('count', { count: rows.total })}</div>
    </div>
  );
}

function useSharedRows(descriptor: EntityDescriptor, { search, sort }: ListState): Rows<EntityRow> {
  return usePagedRows([descriptor.kind, 'shared', search, sort], (page, pageSize) =>
    descriptor.visible(
      { page, pageSize, textSearch: search, sortProperty: sort.by, sortOrder: sort.descending ? 'DESC' : 'ASC' },
      true,
    ),
  );
}

function SharedGroups({ descriptor, state }: { readonly descriptor: EntityDescriptor; readonly state: ListState }) {
  const t = useText(entitiesText);
  const groups = useQuery({
    queryKey: ['groups', descriptor.kind, 'shared'],
    queryFn: () => call('get', '/api/entityGroups/{groupType}/shared/all', { path: { groupType: descriptor.kind } }),
  });
  if ((groups.data ?? []).length === 0) return null;
  return (
    <Group gap="xs" px="md" py="xs">
      <Text size="sm" c="dimmed">
        {t('sharedGroups')}
      </Text>
      {(groups.data ?? []).map(({ id, name }) => (
        <Badge
          key={id.id}
          component="button"
          variant="light"
          tt="none"
          style={{ cursor: 'pointer' }}
          onClick={() => state.change({ tab: undefined, group: id.id })}
        >
          {name}
        </Badge>
      ))}
    </Group>
  );
}
