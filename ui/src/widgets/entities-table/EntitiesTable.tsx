import { ActionIcon, Group, Table, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { ArrowDown, ArrowUp, ChevronLeft, ChevronRight, Search } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { EntityKey, SortOrder } from '@/api/liveProtocol';
import { useFormats } from '@/lib/format';
import { useText } from '@/lib/locale';
import { widgetsText } from '@/lib/text/widgets';
import { type Action, type DataKey, keyId, type Row, type SourceData, type WidgetProps } from '@/widgets/contract';
import { Pills } from '../shared/Pills';
import { labelOf } from '../shared/pattern';
import { useWrite } from '../shared/useWrite';
import { shown } from '../shared/value';
import { sameKey, sortKeyOf } from './columns';
import { columnSettings, type TableSettings } from './definition';
import classes from './EntitiesTable.module.css';

interface Column {
  readonly id: string;
  readonly title: string;
  readonly sort: EntityKey | null;
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
}

/** Texts of so few characters stand on one line. */
const SHORT = 24;

/** What is short stays on one line; the table scrolls if that makes it too wide. */
function short(text: string): ReactNode {
  return text.length <= SHORT ? <span className={classes.short}>{text}</span> : text;
}

/** Entities as rows; paging, search and sorting are the server's. */
export function EntitiesTable({ config, settings, data, isNarrow, refine, act }: WidgetProps<TableSettings>) {
  const t = useText(widgetsText);
  const [part, setPart] = useState({ page: 0, textSearch: '', sortOrder: null as SortOrder | null });
  const source = data[0];
  const columns = useColumns(settings, source, isNarrow);
  const ask = (change: Partial<typeof part>) => {
    const next = { ...part, page: 0, ...change };
    setPart(next);
    refine(0, next.sortOrder ? { ...next, sortOrder: next.sortOrder } : { page: next.page, textSearch: next.textSearch });
  };
  const rowClick = config.actions['rowClick']?.find((action) => action.type !== 'doNothing');
  const buttons = config.actions['actionCellButton'] ?? [];
  const pageSize = Math.max(1, settings.defaultPageSize);
  const rows = source?.rows ?? [];
  return (
    <div className={classes.frame}>
      {settings.enableSearch && <SearchBox onSearch={(textSearch) => ask({ textSearch })} />}
      <div className={classes.scroll}>
        <Table className={classes.table} highlightOnHover={rowClick !== undefined} verticalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Head key={column.id} column={column} order={part.sortOrder} onSort={(sortOrder) => ask({ sortOrder })} />
              ))}
              {(buttons.length > 0 || rowClick) && <Table.Th w={rowClick ? 34 : undefined} aria-hidden />}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <TableRow key={row.entity.id} row={row} columns={columns} rowClick={rowClick} buttons={buttons} act={act} />
            ))}
          </Table.Tbody>
        </Table>
        {rows.length === 0 && source?.status === 'ready' && (
          <Text className={classes.nothing} role="status">
            {part.textSearch ? t('noMatches') : t('noEntities')}
          </Text>
        )}
      </div>
      {settings.displayPagination && source && source.total > pageSize && (
        <Pages source={source} page={part.page} size={pageSize} onPage={(page) => ask({ page })} />
      )}
    </div>
  );
}

function useColumns(settings: TableSettings, source: SourceData | undefined, isNarrow: boolean): readonly Column[] {
  const t = useText(widgetsText);
  const write = useWrite();
  const formats = useFormats();
  const own = (id: string, isShown: boolean, title: string, cell: (row: Row) => ReactNode): readonly Column[] =>
    isShown ? [{ id, title, sort: { type: 'ENTITY_FIELD', key: id }, width: '', cell }] : [];
  const ofKey = (key: DataKey): readonly Column[] => {
    const column = columnSettings(key);
    const visibility = column.defaultColumnVisibility;
    if (visibility === 'hidden' || (visibility === 'hidden-mobile' && isNarrow)) {
      return [];
    }
    const { cell } = column;
    return [
      {
        id: keyId(key),
        title: labelOf({ ...key, label: column.customTitle || key.label }, source?.rows[0], source?.keys ?? [], write),
        sort: column.disableSorting ? null : sortKeyOf(key),
        width: column.columnWidth === '0px' ? '' : column.columnWidth,
        cell: (row) => {
          if (cell?.type === 'pills' && source) {
            return <Pills pills={cell.pills} emptyText={cell.emptyText} source={source} row={row} />;
          }
          const reading = row.latest[keyId(key)];
          if (!reading) return '–';
          return short(isMoment(key) ? formats.dateTime(Number(reading.value)) : shown(reading, key.units, key.decimals, write));
        },
      },
    ];
  };
  return [
    ...own('name', settings.displayEntityName, settings.entityNameColumnTitle || t('name'), (row) => <b>{short(row.name)}</b>),
    ...own('label', settings.displayEntityLabel, settings.entityLabelColumnTitle || t('label'), (row) => row.label || row.name),
    ...own('type', settings.displayEntityType, t('profile'), (row) => row.profile),
    ...(source?.keys ?? []).flatMap(ofKey),
  ];
}

/** Of an entity's own fields one is a moment. */
function isMoment(key: DataKey): boolean {
  return key.type === 'entityField' && key.name === 'createdTime';
}

interface HeadProps {
  readonly column: Column;
  readonly order: SortOrder | null;
  readonly onSort: (order: SortOrder) => void;
}

function Head({ column, order, onSort }: HeadProps) {
  const t = useText(widgetsText);
  const { sort, title, width } = column;
  const isOn = sameKey(sort, order?.key);
  const isDown = isOn && order?.direction === 'DESC';
  const sorted = !isOn ? 'none' : isDown ? 'descending' : 'ascending';
  return (
    <Table.Th style={width ? { width } : {}} aria-sort={sorted}>
      {sort ? (
        <UnstyledButton
          className={classes.head}
          title={t('sortBy', { column: title })}
          onClick={() => onSort({ key: sort, direction: isOn && !isDown ? 'DESC' : 'ASC' })}
        >
          {title}
          {isOn && (isDown ? <ArrowDown size={13} aria-hidden /> : <ArrowUp size={13} aria-hidden />)}
        </UnstyledButton>
      ) : (
        <span className={classes.head}>{title}</span>
      )}
    </Table.Th>
  );
}

interface TableRowProps {
  readonly row: Row;
  readonly columns: readonly Column[];
  readonly rowClick: Action | undefined;
  readonly buttons: readonly Action[];
  readonly act: (action: Action, row: Row) => void;
}

/** The first cell is a button for the keyboard; the rest of the row is only a larger target for the mouse. */
function TableRow({ row, columns, rowClick, buttons, act }: TableRowProps) {
  const t = useText(widgetsText);
  const open = rowClick && (() => act(rowClick, row));
  return (
    <Table.Tr className={open ? classes.clickable : ''} onClick={open}>
      {columns.map((column, index) => (
        <Table.Td key={column.id}>
          {index === 0 && open ? (
            <UnstyledButton
              className={classes.name}
              aria-label={t('open', { name: column.id === 'name' ? row.name : row.label || row.name })}
              onClick={(event) => {
                event.stopPropagation();
                open();
              }}
            >
              {column.cell(row)}
            </UnstyledButton>
          ) : (
            column.cell(row)
          )}
        </Table.Td>
      ))}
      {(buttons.length > 0 || open) && (
        <Table.Td className={classes.end}>
          {buttons.map((action) => (
            <UnstyledButton
              key={action.id}
              className={classes.action}
              onClick={(event) => {
                event.stopPropagation();
                act(action, row);
              }}
            >
              {action.name}
            </UnstyledButton>
          ))}
          {open && <ChevronRight size={16} aria-hidden className={classes.arrow} />}
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function SearchBox({ onSearch }: { readonly onSearch: (text: string) => void }) {
  const t = useText(widgetsText);
  const tell = useDebouncedCallback(onSearch, 250);
  return (
    <TextInput
      type="search"
      size="xs"
      aria-label={t('search')}
      placeholder={t('search')}
      leftSection={<Search size={14} aria-hidden />}
      onChange={(event) => tell(event.currentTarget.value)}
    />
  );
}

interface PagesProps {
  readonly source: SourceData;
  readonly page: number;
  readonly size: number;
  readonly onPage: (page: number) => void;
}

function Pages({ source, page, size, onPage }: PagesProps) {
  const t = useText(widgetsText);
  const from = page * size + 1;
  return (
    <Group gap={4} justify="flex-end" className={classes.pages}>
      <Text size="xs" c="dimmed">
        {t('range', { from, to: from + source.rows.length - 1, total: source.total })}
      </Text>
      <ActionIcon variant="subtle" color="gray" size="sm" disabled={page === 0} aria-label={t('previousPage')} onClick={() => onPage(page - 1)}>
        <ChevronLeft size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" size="sm" disabled={!source.hasNext} aria-label={t('nextPage')} onClick={() => onPage(page + 1)}>
        <ChevronRight size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
