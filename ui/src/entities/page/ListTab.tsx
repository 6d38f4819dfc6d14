import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useMe } from '@/api/session';
import { DataTable, type Selected } from '@/kit/DataTable';
import { EntityIcon } from '@/kit/EntityIcon';
import { EmptyState } from '@/kit/states';
import { useMidSentence, useText } from '@/lib/locale';
import { rowsWithout } from '@/lib/rows';
import { entitiesText } from '@/lib/text/entities';
import { type EntityDescriptor, type EntityRow, handleOf } from '../descriptor';
import { useGoing } from '../removals';
import { useActions, useRun } from './ActionHost';
import { BulkBar } from './BulkBar';
import { columnsOf } from './columns';
import { useLabel } from './useLabel';
import classes from './page.module.css';
import { RowActions } from './RowActions';
import { type ListState, useEntityRows, viewOf } from './useListState';
import { useLiveStates } from './useLiveStates';

const idOf = ({ id }: EntityRow) => id.id;

interface ListTabProps {
  readonly descriptor: EntityDescriptor;
  readonly state: ListState;
  /** The customer whose page it is. */
  readonly scopeId: string | undefined;
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
}

/** What is chosen: single rows, or everything that a list shows except some of it. */
export interface Choice {
  readonly rows: Selected<EntityRow>;
  readonly allBut?: { readonly list: string; readonly except: Selected<EntityRow> } | undefined;
}

export const nothing: Choice = { rows: new Map() };

/** The table of entities. A click opens the details beside it; the next row can be clicked straight away. */
export function ListTab({ descriptor, state, scopeId, choice, onChoice }: ListTabProps) {
  const all = useLiveStates(descriptor, useEntityRows(descriptor, state, scopeId));
  const going = useGoing();
  const rows = useMemo(() => rowsWithout(all, ({ id }) => going.has(id.id)), [all, going]);
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
  // All that match is all of one list: with other filters it would be other things.
  const list = JSON.stringify([viewOf(state, scopeId), state.search, state.filters]);
  const except = choice.allBut?.list === list ? choice.allBut.except : undefined;
  const toHandles = (some: readonly EntityRow[]) => some.map((row) => handleOf(descriptor, row));
  const collect = async (tell: (count: number) => void, signal: AbortSignal) =>
    toHandles((await rows.collect(tell, signal)).filter((row) => except?.has(row.id.id) !== true));
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
        {...(bulk.length > 0
          ? {
              selected: choice.rows,
              onSelect: (selected: Selected<EntityRow>) => onChoice({ rows: selected }),
              allBut: except,
              onAllBut: (all: Selected<EntityRow> | undefined) =>
                onChoice({ rows: new Map(), allBut: all && { list, except: all } }),
            }
          : {})}
      />
      <BulkBar
        kind={descriptor.kind}
        count={except === undefined ? choice.rows.size : (rows.total ?? 0) - except.size}
        isAll={except !== undefined}
        handles={except === undefined ? () => Promise.resolve(toHandles([...choice.rows.values()])) : collect}
        onClear={() => onChoice(nothing)}
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
  const [add, ...others] = useActions(descriptor.kind, 'page');
  if (state.filtered) return <EmptyState title={t('noMatch')} text={t('noMatchText')} />;
  return (
    <EmptyState
      icon={<EntityIcon kind={descriptor.kind} size={24} />}
      title={t('emptyTitle', { things: inside(t(descriptor.many)) })}
      text={t(add === undefined ? 'emptyReadText' : others.some(({ id }) => id.startsWith('import')) ? 'emptyImportText' : 'emptyText')}
      action={add && <Button onClick={() => run(add, [])}>{labelOf(add.label)}</Button>}
    />
  );
}
