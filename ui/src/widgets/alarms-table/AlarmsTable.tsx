import { Table } from '@mantine/core';
import { BellOff } from 'lucide-react';
import type { Alarm } from '@/api/liveProtocol';
import { type Formats, useFormats } from '@/lib/format';
import { useText } from '@/lib/locale';
import type { Translate } from '@/lib/text/area';
import { widgetsText } from '@/lib/text/widgets';
import type { WidgetProps } from '@/widgets/contract';
import { tone } from '../shared/Pills';
import shared from '../shared/shared.module.css';
import classes from './AlarmsTable.module.css';
import { type AlarmsSettings, severityColors } from './definition';

type WidgetsKey = keyof typeof widgetsText.en;

/** The columns that an alarm can fill; the widget's keys choose among them. */
const COLUMNS = ['createdTime', 'originator', 'type', 'severity', 'status'] as const;
type Column = (typeof COLUMNS)[number];

/** Alarms, worst and newest first as the server sorts them. */
export function AlarmsTable({ data }: WidgetProps<AlarmsSettings>) {
  const t = useText(widgetsText);
  const formats = useFormats();
  const source = data[0];
  const columns = columnsOf(source?.keys.map((key) => key.name) ?? []);
  if (!source || source.alarms.length === 0) {
    return (
      <div className={classes.empty} role="status">
        <BellOff size={22} aria-hidden />
        <div>
          <strong>{t('noAlarms')}</strong>
          <span>{t('noAlarmsText')}</span>
        </div>
      </div>
    );
  }
  return (
    <div className={classes.scroll}>
      <Table verticalSpacing={7}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{t(HEADS[column])}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {source.alarms.map((alarm) => (
            <Table.Tr key={alarm.id.id}>
              {columns.map((column) => (
                <Table.Td key={column}>{cellOf(alarm, column, t, formats)}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

const HEADS: Readonly<Record<Column, WidgetsKey>> = {
  createdTime: 'alarmCreated',
  originator: 'alarmOriginator',
  type: 'alarmType',
  severity: 'alarmSeverity',
  status: 'alarmStatus',
};

function columnsOf(names: readonly string[]): readonly Column[] {
  const wanted = COLUMNS.filter((column) => names.includes(column));
  return wanted.length > 0 ? wanted : COLUMNS;
}

function cellOf(alarm: Alarm, column: Column, t: Translate<WidgetsKey>, formats: Formats) {
  switch (column) {
    case 'createdTime':
      return formats.dateTime(alarm.createdTime);
    case 'originator':
      return alarm.originatorLabel || alarm.originatorName || '';
    case 'type':
      return <b>{alarm.type}</b>;
    case 'severity':
      return (
        <span className={shared.pill} style={tone(severityColors[alarm.severity] ?? null)}>
          {known(`severity${alarm.severity}`) ? t(`severity${alarm.severity}` as WidgetsKey) : alarm.severity}
        </span>
      );
    case 'status':
      return known(`status${alarm.status}`) ? t(`status${alarm.status}` as WidgetsKey) : alarm.status;
  }
}

function known(key: string): boolean {
  return key in widgetsText.en;
}
