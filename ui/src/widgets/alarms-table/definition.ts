import { flag, number, object, text, type Infer, type WidgetDefinition } from '@/widgets/contract';
import { ask } from '../shared/sources';

export const settingsSchema = object({
  alarmsTitle: text(),
  displayPagination: flag(true),
  defaultPageSize: number(10),
});

export type AlarmsSettings = Infer<typeof settingsSchema>;

export const alarmsTable: WidgetDefinition<AlarmsSettings> = {
  name: 'alarms-table',
  types: ['alarm_widgets.alarms_table'],
  settings: settingsSchema,
  sources: (config, settings) => {
    const source = config.alarmSource ?? config.datasources[0];
    return source ? [ask(source, 'alarms', Math.min(Math.max(settings.defaultPageSize, 1), 100))] : [];
  },
  usesTime: () => true,
  showsNothing: true,
  shrinks: true,
  load: () => import('./AlarmsTable').then((module) => module.AlarmsTable),
};

/** Colours of the five severities, from bad to unknown. */
export const severityColors: Readonly<Record<string, string>> = {
  CRITICAL: '#d64545',
  MAJOR: '#d9861a',
  MINOR: '#c2a20c',
  WARNING: '#2f7fd1',
  INDETERMINATE: '#7a8494',
};
