import { Box, Checkbox, Group, Skeleton, Table, Text, UnstyledButton } from '@mantine/core';
import { useCallbackRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { type KeyboardEvent, memo, type ReactNode, useEffect, useRef } from 'react';
import { useText } from '@/lib/locale';
import type { Rows, Sort } from '@/lib/rows';
import { kitText } from '@/lib/text/kit';
import classes from './DataTable.module.css';
import { EmptyState, FailedState } from './states';

export interface Column<T> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
  /** The server's property to sort by. */
  readonly sort?: string;
  /** In pixels, or a part of the table; columns without one share the rest. */
  readonly width?: number | `${number}%`;
  /** In pixels, on a phone. */
  readonly narrow?: number;
  /** 2 is left out on tablets, 3 also on small screens of laptops, 4 on most of them; without one it always shows. */
  readonly rank?: 2 | 3 | 4;
}

export type Selected<T> = ReadonlyMap<string, T>;

interface DataTableProps<T> {
  readonly label: string;
  /** The first column names the row: it opens it. */
  readonly columns: readonly Column<T>[];
  readonly rows: Rows<T>;
  readonly idOf: (row: T) => string;
  readonly nameOf: (row: T) => string;
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
  readonly selected?: Selected<T>;
  readonly onSelect?: (selected: Selected<T>) => void;
  /** If given, everything that matches is chosen except these, also what is not loaded. */
  readonly allBut?: Selected<T> | undefined;
  readonly onAllBut?: (except: Selected<T> | undefined) => void;
  readonly onOpen?: (row: T) => void;
  readonly onEdit?: (row: T) => void;
  readonly openId?: string | undefined;
  readonly empty?: ReactNode;
  readonly actions?: (row: T) => ReactNode;
  readonly actionsWidth?: number;
  /** In pixels, on a phone, if fewer of them show there. */
  readonly actionsNarrow?: number;
  /** Fills the height of its parent and scrolls inside; without it the table is as high as its rows. */
  readonly fill?: boolean;
}

const rowHeight = 45;

/**
 * A table for lists of any length: only the rows in sight exist, the others are asked for when scrolled to. Up and
 * Down move between rows, Enter opens, Space selects, `e` edits.
 */
export function DataTable<T>(props: DataTableProps<T>) {
  const { rows, columns, label, fill = true } = props;
  const frame = useRef<HTMLDivElement>(null);
  const total = rows.total ?? 12;
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 1000, height: 800 },
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const choice = useChoice(props);
  const { show } = rows;
  useEffect(() => void show(first, last), [show, first, last]);

  if (rows.error !== null && rows.total === undefined) return <FailedState error={rows.error} onRetry={rows.retry} />;
  if (rows.total === 0) return props.empty ?? <EmptyState />;

  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <Box
      ref={frame}
      className={fill ? classes.frame : classes.plain}
      onKeyDown={(event) => moveFocus(event, (index) => virtual.scrollToIndex(index))}
    >
      <Table className={classes.table} highlightOnHover={props.onOpen !== undefined} aria-label={label} aria-rowcount={total + 1}>
        <Columns {...props} />
        <Head {...props} />
        <tbody>
          <Spacer height={before} />
          {items.map(({ index }) => {
            const row = rows.at(index);
            return row === undefined ? (
              <tr key={index} style={{ height: rowHeight }}>
                {props.onSelect && <td />}
                {columns.map(({ id, rank }) => (
                  <td key={id} data-rank={rank}>
                    <Skeleton height={12} width={`${80 - ((index * 13) % 45)}%`} />
                  </td>
                ))}
                {props.actions && <td />}
              </tr>
            ) : (
              <Row
                key={props.idOf(row)}
                row={row}
                index={index}
                columns={columns}
                nameOf={props.nameOf}
                isChosen={choice.has(row)}
                onChoose={props.onSelect && choice.toggle}
                onOpen={props.onOpen}
                onEdit={props.onEdit}
                isOpen={props.openId === props.idOf(row)}
                actions={props.actions}
              />
            );
          })}
          <Spacer height={after} />
        </tbody>
      </Table>
    </Box>
  );
}

function Columns<T>({ columns, onSelect, actions, actionsWidth = 96, actionsNarrow }: DataTableProps<T>) {
  return (
    <colgroup>
      {onSelect && <col style={{ width: 48 }} />}
      {columns.map(({ id, width, narrow, rank }) => (
        <col key={id} data-rank={rank} {...widths(width, narrow)} />
      ))}
      {actions && <col {...widths(actionsWidth, actionsNarrow)} />}
    </colgroup>
  );
}

function widths(width: Column<unknown>['width'], narrow: number | undefined) {
  return {
    'data-narrow': narrow === undefined ? undefined : true,
    style: { ...(width === undefined ? {} : { width }), ...(narrow === undefined ? {} : { '--narrow': `${narrow}px` }) },
  };
}

/** The place of rows that are out of sight. One cell only: spanning columns that are left out would bring them back. */
function Spacer({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden style={{ height }}>
      <td className={classes.spacer} />
    </tr>
  );
}

interface Choice<T> {
  readonly has: (row: T) => boolean;
  /** Chooses a row or leaves it out; with Shift everything between it and the one before, too. */
  readonly toggle: (row: T, index: number, withShift: boolean) => void;
}

function useChoice<T>({ rows, idOf, selected, onSelect, allBut, onAllBut }: DataTableProps<T>): Choice<T> {
  const last = useRef<number>(undefined);
  const has = (row: T) => (allBut === undefined ? selected?.has(idOf(row)) === true : !allBut.has(idOf(row)));
  const toggle = async (row: T, index: number, withShift: boolean) => {
    const isOn = !has(row);
    const from = withShift ? (last.current ?? index) : index;
    last.current = index;
    const touched = from === index ? [row] : await rows.range(Math.min(from, index), Math.max(from, index));
    const next = new Map(allBut ?? selected);
    for (const each of touched) {
      if (isOn === (allBut === undefined)) next.set(idOf(each), each);
      else next.delete(idOf(each));
    }
    if (allBut === undefined) onSelect?.(next);
    else onAllBut?.(next.size === rows.total ? undefined : next);
  };
  return { has, toggle: useCallbackRef((...row: Parameters<Choice<T>['toggle']>) => void toggle(...row)) };
}

function Head<T>({ columns, rows, sort, onSort, selected, onSelect, allBut, onAllBut, idOf, actions }: DataTableProps<T>) {
  const t = useText(kitText);
  const isWhole = rows.loaded.length === rows.total || onAllBut === undefined;
  const chosen = allBut === undefined ? rows.loaded.filter((row) => selected?.has(idOf(row))).length : (rows.total ?? 0) - allBut.size;
  const all = chosen > 0 && (allBut === undefined ? isWhole && chosen === rows.loaded.length : allBut.size === 0);
  const toggle = () => {
    if (!all && !isWhole) onAllBut(new Map());
    else onSelect?.(new Map(all ? [] : rows.loaded.map((row) => [idOf(row), row])));
  };
  return (
    <thead className={classes.head}>
      <tr>
        {onSelect && (
          <th scope="col">
            <Checkbox size="xs" aria-label={t('selectAll')} checked={all} indeterminate={chosen > 0 && !all} onChange={toggle} />
          </th>
        )}
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
        ))}
        {actions && (
          <th scope="col">
            <span className={classes.unseen}>{t('actions')}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

interface HeadCellProps<T> {
  readonly column: Column<T>;
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
}

function HeadCell<T>({ column, sort, onSort }: HeadCellProps<T>) {
  const t = useText(kitText);
  const { title, sort: by, rank } = column;
  if (by === undefined || onSort === undefined) {
    return (
      <th scope="col" data-rank={rank}>
        {title}
      </th>
    );
  }
  const on = sort?.by === by;
  const descending = on && sort.descending;
  const Icon = !on ? ChevronsUpDown : descending ? ArrowDown : ArrowUp;
  return (
    <th scope="col" data-rank={rank} aria-sort={!on ? 'none' : descending ? 'descending' : 'ascending'}>
      <UnstyledButton
        className={classes.sort}
        title={t('sortBy', { column: title })}
        onClick={() => onSort({ by, descending: on && !descending })}
      >
        <Group gap={4} wrap="nowrap">
          <Text span inherit truncate>
            {title}
          </Text>
          <Icon size={14} aria-hidden opacity={on ? 1 : 0.4} />
        </Group>
      </UnstyledButton>
    </th>
  );
}

type Given<T, K extends keyof DataTableProps<T>> = { readonly [P in K]: DataTableProps<T>[P] | undefined };

type RowProps<T> = Given<T, 'onOpen' | 'onEdit' | 'actions'> & {
  readonly isChosen: boolean;
  readonly onChoose: Choice<T>['toggle'] | undefined;
  readonly columns: readonly Column<T>[];
  readonly nameOf: (row: T) => string;
  readonly row: T;
  readonly index: number;
  readonly isOpen: boolean;
};

/** Scrolling draws only the rows that come into sight; the others stay as they are. */
const Row = memo(PlainRow) as typeof PlainRow;

function PlainRow<T>({ row, index, columns, nameOf, isChosen, onChoose, onOpen, onEdit, isOpen, actions }: RowProps<T>) {
  const t = useText(kitText);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'e' && onEdit) onEdit(row);
    else if (event.key === ' ' && onChoose && event.target instanceof HTMLButtonElement) onChoose(row, index, event.shiftKey);
    else return;
    event.preventDefault();
  };
  return (
    // The name is a button that does the same for the keyboard; the whole row is only the larger target for the mouse.
    <tr
      className={classes.row}
      style={{ height: rowHeight }}
      data-open={isOpen || undefined}
      data-selected={isChosen || undefined}
      aria-rowindex={index + 2}
      onClick={(event) => !isControl(event.target) && onOpen?.(row)}
      {...(onOpen ? { 'data-clickable': true } : {})}
    >
      {onChoose && (
        <td>
          <Checkbox
            size="xs"
            aria-label={t('selectRow', { name: nameOf(row) })}
            checked={isChosen}
            onMouseDown={(event) => event.shiftKey && event.preventDefault()}
            onChange={({ nativeEvent }) => onChoose(row, index, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
          />
        </td>
      )}
      {columns.map((column, place) => (
        <td key={column.id} data-rank={column.rank}>
          {place === 0 && onOpen ? (
            <UnstyledButton className={classes.name} data-row={index} onClick={() => onOpen(row)} onKeyDown={onKeyDown}>
              {column.cell(row)}
            </UnstyledButton>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
      {actions && <td className={classes.actions}>{actions(row)}</td>}
    </tr>
  );
}

function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, a, input, label, [role="menu"], [role="dialog"]') !== null;
}

function moveFocus(event: KeyboardEvent<HTMLElement>, scrollTo: (index: number) => void): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const here = event.target instanceof HTMLElement ? event.target.dataset['row'] : undefined;
  if (step === 0 || here === undefined) return;
  event.preventDefault();
  const next = Number(here) + step;
  const body = event.currentTarget;
  const focus = () => body.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus();
  scrollTo(Math.max(0, next));
  requestAnimationFrame(focus);
}
