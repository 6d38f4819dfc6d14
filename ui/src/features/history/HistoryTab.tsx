import { Button, Group, Menu, SegmentedControl, Select, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { TabProps } from '@/entities/contract';
import { MultiPick } from '@/kit/MultiPick';
import { EmptyState, Loaded, LoadingLines } from '@/kit/states';
import type { EntityRef } from '@/lib/entity';
import { useFormats } from '@/lib/format';
import { useLocale, useText } from '@/lib/locale';
import { historyText } from '@/lib/text/history';
import { valueText } from '@/lib/values';
import { ZoomContext } from '@/widgets/contract';
import { HistoryChart } from './HistoryChart';
import { drawn, exportAddress, keysOf, latestOf, rowsOf, type Span } from './points';

const hour = 3_600_000;
const ranges = { hour, day: 24 * hour, week: 168 * hour, month: 720 * hour, year: 8_760 * hour } as const;
type Range = keyof typeof ranges;

/** More lines than these tell nothing apart. */
const mostKeys = 8;
const firstKeys = 3;
const chartPixels = 600;
/** The end of the span moves in such steps, so that looking at it does not ask anew with every frame. */
const stepMs = 10_000;

/** What was measured, over time: a chart, the readings themselves, and both as a file. */
function HistoryTab({ entity }: TabProps) {
  const t = useText(historyText);
  const keys = useQuery({ queryKey: ['history-keys', entity.id.entityType, entity.id.id], queryFn: () => keysOf(entity.id) });
  return (
    <Loaded
      query={keys}
      loading={<LoadingLines />}
      isEmpty={(list) => list.length === 0}
      empty={<EmptyState title={t('noKeys')} text={t('noKeysText')} />}
    >
      {(list) => <History entity={entity.id} keys={list} />}
    </Loaded>
  );
}

function History({ entity, keys }: { readonly entity: EntityRef; readonly keys: readonly string[] }) {
  const t = useText(historyText);
  const { zone } = useLocale();
  const [chosen, setChosen] = useState<readonly string[]>(() => keys.slice(0, firstKeys));
  const [range, setRange] = useState<Range>('day');
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const [part, setPart] = useState<Span>();
  const endTs = useQuery({
    queryKey: ['history-now', range],
    queryFn: () => Math.ceil(Date.now() / stepMs) * stepMs,
    initialData: () => Math.ceil(Date.now() / stepMs) * stepMs,
    refetchInterval: range === 'hour' || range === 'day' ? stepMs : false,
  }).data;
  const span = useMemo(() => part ?? { startTs: endTs - ranges[range], endTs }, [part, endTs, range]);
  const zoom = useMemo(
    () => ({ isZoomed: part !== undefined, to: (startTs: number, end: number) => setPart({ startTs, endTs: end }), back: () => setPart(undefined) }),
    [part],
  );
  const file = (isForSheets: boolean) => exportAddress(entity, chosen, span, zone, isForSheets);
  return (
    <Stack gap="sm">
      <MultiPick
        label={t('keys')}
        placeholder={chosen.length === 0 ? t('keysHint') : ''}
        data={[...keys]}
        value={[...chosen]}
        maxValues={mostKeys}
        searchable
        onChange={setChosen}
      />
      <Group gap="xs" justify="space-between">
        <Group gap="xs">
          <Select
            size="xs"
            w={110}
            aria-label={t('range')}
            allowDeselect={false}
            data={(Object.keys(ranges) as Range[]).map((value) => ({ value, label: t(value) }))}
            value={range}
            onChange={(next) => {
              setRange((next ?? 'day') as Range);
              setPart(undefined);
            }}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('view')}
            value={view}
            onChange={(next) => setView(next as typeof view)}
            data={(['chart', 'table'] as const).map((value) => ({ value, label: t(value) }))}
          />
        </Group>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button size="xs" variant="default" leftSection={<Download size={14} />} disabled={chosen.length === 0}>
              {t('export')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item component="a" href={file(false)} download={`${entity.id}.csv`}>
              {t('exportComma')}
            </Menu.Item>
            <Menu.Item component="a" href={file(true)} download={`${entity.id}.csv`}>
              {t('exportSemicolon')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      {chosen.length > 0 && (
        <ZoomContext value={zoom}>
          {view === 'chart' ? (
            <ChartOf entity={entity} keys={chosen} span={span} />
          ) : (
            <TableOf key={JSON.stringify([chosen, range, part])} entity={entity} keys={chosen} span={span} />
          )}
        </ZoomContext>
      )}
    </Stack>
  );
}

interface ViewProps {
  readonly entity: EntityRef;
  readonly keys: readonly string[];
  readonly span: Span;
}

function ChartOf({ entity, keys, span }: ViewProps) {
  const series = useQuery({
    queryKey: ['history', entity.id, keys, span],
    queryFn: () => drawn(entity, keys, span, chartPixels),
    placeholderData: (before) => before,
  });
  return <Loaded query={series} loading={<LoadingLines />}>{(found) => <HistoryChart keys={keys} series={found} span={span} />}</Loaded>;
}

/** The readings, newest first. It stands still while it is read, and goes back in time on demand. */
function TableOf({ entity, keys, span }: ViewProps) {
  const t = useText(historyText);
  const formats = useFormats();
  const [ends, setEnds] = useState<readonly number[]>([span.endTs]);
  const [startTs] = useState(span.startTs);
  const parts = useQuery({
    queryKey: ['history-table', entity.id, keys, startTs, ends],
    queryFn: () => Promise.all(ends.map((endTs) => latestOf(entity, keys, { startTs, endTs }))),
    placeholderData: (before) => before,
  });
  return (
    <Loaded
      query={parts}
      loading={<LoadingLines />}
      isEmpty={(list) => list.every((series) => rowsOf(series).rows.length === 0)}
      empty={<EmptyState title={t('noPoints')} text={t('noPointsText')} />}
    >
      {(list) => {
        const shown = list.map(rowsOf);
        const since = shown.at(-1)?.since;
        return (
          <>
            <Table layout="fixed" fz="sm" verticalSpacing={4} horizontalSpacing="xs" aria-label={t('tab')}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th style={{ width: 160 }}>{t('time')}</Table.Th>
                  <Table.Th>{t('key')}</Table.Th>
                  <Table.Th>{t('value')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {shown.flatMap(({ rows }) =>
                  rows.map(({ key, ts, value }) => (
                    <Table.Tr key={`${key} ${ts}`}>
                      <Table.Td style={{ whiteSpace: 'nowrap' }}>{formats.moment(ts)}</Table.Td>
                      <Table.Td style={{ overflowWrap: 'anywhere' }}>{key}</Table.Td>
                      <Table.Td style={{ overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' }}>{valueText(value)}</Table.Td>
                    </Table.Tr>
                  )),
                )}
              </Table.Tbody>
            </Table>
            {since !== undefined && (
              <Group justify="space-between">
                <Text size="xs" c="dimmed">
                  {t('shownUntil', { time: formats.moment(since) })}
                </Text>
                <Button size="xs" variant="default" loading={parts.isFetching} onClick={() => setEnds([...ends, since])}>
                  {t('older')}
                </Button>
              </Group>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

export { HistoryTab as tab };
