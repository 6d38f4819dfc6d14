import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useMe } from '@/api/session';
import { DataTable, type Selected } from '@/kit/DataTable';
import { EntityIcon } from '@/kit/EntityIcon';
import { EmptyState } from '@/kit/states';
import { useMidSentence, useText } from '@/lib/locale';
import { entitiesText } from '@/lib/text/entities';
import type { EntityDescriptor, EntityRow } from '../descriptor';
import { useActions, useRun } from './ActionHost';
import { columnsOf } from './columns';
import { useLabel } from './useLabel';
import classes from './page.module.css';
import { RowActions } from './RowActions';
import { type ListState, useEntityRows } from './useListState';

const idOf = ({ id }: EntityRow) => id.id;

interface ListTabProps {
  readonly descriptor: EntityDescriptor;
  readonly state: ListState;
  /** The customer whose page it is. */
  readonly scopeId: string | undefined;
  readonly selected: Selected<EntityRow>;
  readonly onSelect: (selected: Selected<EntityRow>) => void;
}

/** The table of entities. A click opens the details beside it; the next row can be clicked straight away. */
export function ListTab({ descriptor, state, scopeId, selected, onSelect }: ListTabProps) {
  const rows = useEntityRows(descriptor, state, scopeId);
  const t = useText(entitiesText);
  const navigate = useNavigate();
  const me = useMe();
  const bulk = useActions(descriptor.kind, 'bulk');
  const icons = useActions(descriptor.kind, 'row').length + (descriptor.pageOf === undefined ? 1 : 2);
  const { change, openId } = state;
  // A group may be one that others share: then each row is asked for.
  const inGroup = state.groupId !== undefined && me.authority === 'CUSTOMER_USER';
  const { pageOf } = descriptor;
  const columns = useMemo(() => columnsOf(descriptor, t), [descriptor, t]);
  const details = useCallback((row: EntityRow) => change({ open: row.id.id, openGroup: undefined }), [change]);
  const open = useCallback((row: EntityRow) => void (pageOf && navigate({ to: pageOf(row) })), [pageOf, navigate]);
  const edit = useCallback(
    (row: EntityRow) => change({ open: row.id.id, openGroup: undefined, dtab: undefined, edit: '1' }),
    [change],
  );
  const actions = useCallback(
    (row: EntityRow) => (
      <RowActions
        descriptor={descriptor}
        row={row}
        isShared={inGroup}
        {...(pageOf === undefined ? {} : { onDetails: () => details(row) })}
      />
    ),
    [descriptor, pageOf, details, inGroup],
  );
  return (
    <div className={classes.list}>
      <DataTable
        label={t(descriptor.many)}
        columns={columns}
        rows={rows}
        idOf={idOf}
        nameOf={descriptor.nameOf}
        sort={state.sort}
        onSort={state.onSort}
        openId={openId}
        onOpen={pageOf === undefined ? details : open}
        onEdit={edit}
        empty={<Empty descriptor={descriptor} state={state} />}
        actions={actions}
        actionsWidth={icons * 30 + 26}
        actionsNarrow={96}
        {...(bulk.length > 0 ? { selected, onSelect } : {})}
      />
      <div className={classes.foot}>{rows.total !== undefined && t('count', { count: rows.total })}</div>
    </div>
  );
}

function Empty({ descriptor, state }: Pick<ListTabProps, 'descriptor' | 'state'>) {
  const t = useText(entitiesText);
  const inside = useMidSentence();
  const labelOf = useLabel();
  const run = useRun();
  const [add] = useActions(descriptor.kind, 'page');
  if (state.filtered) return <EmptyState title={t('noMatch')} text={t('noMatchText')} />;
  return (
    <EmptyState
      icon={<EntityIcon kind={descriptor.kind} size={24} />}
      title={t('emptyTitle', { things: inside(t(descriptor.many)) })}
      text={add === undefined ? t('emptyReadText') : t('emptyText')}
      action={add && <Button onClick={() => run(add, [])}>{labelOf(add.label)}</Button>}
    />
  );
}
