/** The words that a dashboard and its widgets share: what a widget asks for, and what can be done from it. */
import {
  choice,
  flag,
  isRecord,
  list,
  map,
  maybe,
  maybeNumber,
  object,
  text,
  type Field,
  type Infer,
} from './schema';

/** Where a value comes from; `computed` and `function` ask the server for nothing. */
export type DataKeyType = 'timeseries' | 'attribute' | 'entityField' | 'alarm' | 'computed' | 'count';

const dataKeyType: Field<DataKeyType> = choice(
  ['timeseries', 'attribute', 'entityField', 'alarm', 'computed', 'count'],
  'computed',
);

export const dataKeySchema = object({
  name: text(),
  type: dataKeyType,
  label: text(),
  color: text(),
  units: units(),
  decimals: maybeNumber(),
  aggregationType: choice(['NONE', 'MIN', 'MAX', 'AVG', 'SUM', 'COUNT'], 'NONE'),
  settings: anything(),
});

/** A value that a widget shows, and how. */
export type DataKey = Infer<typeof dataKeySchema>;

/** A unit is a text, or a conversion of which the source unit is taken. */
function units(): Field<string> {
  return {
    kind: 'text',
    read: (raw) => (typeof raw === 'string' ? raw : isRecord(raw) && typeof raw['from'] === 'string' ? raw['from'] : ''),
  };
}

/** Whatever is there; the reader looks at it with a schema of its own. */
export function anything(): Field<unknown> {
  return { kind: 'maybe', read: (raw) => raw };
}

export const datasourceSchema = object({
  type: choice(['entity', 'device', 'entityCount', 'alarmCount', 'function', 'static'], 'entity'),
  entityAliasId: maybe(text()),
  deviceId: maybe(text()),
  filterId: maybe(text()),
  name: text(),
  dataKeys: list(dataKeySchema),
  latestDataKeys: list(dataKeySchema),
});

/** Which entities a widget shows, and what of them. */
export type Datasource = Infer<typeof datasourceSchema>;

export const actionSchema = object({
  id: text(),
  name: text(),
  icon: text(),
  type: choice(['doNothing', 'openDashboardState', 'updateDashboardState', 'openDashboard', 'openURL', 'other'], 'other'),
  targetDashboardStateId: maybe(text()),
  /** The next state by the profile of the entity that was clicked. */
  targetDashboardStateByProfile: map(text()),
  targetDashboardId: maybe(text()),
  setEntityId: flag(),
  stateEntityParamName: maybe(text()),
  openNewBrowserTab: flag(),
  url: maybe(text()),
});

/** What happens when something is clicked. */
export type Action = Infer<typeof actionSchema>;

const fontSchema = object({ size: maybeNumber(), sizeUnit: text('px'), weight: text() });

export const configSchema = object({
  title: text(),
  showTitle: flag(true),
  titleFont: maybe(fontSchema),
  backgroundColor: text(),
  padding: text('8px'),
  borderRadius: text(),
  dropShadow: flag(true),
  enableFullscreen: flag(false),
  enableDataExport: flag(false),
  units: units(),
  decimals: maybeNumber(),
  noDataDisplayMessage: text(),
  useDashboardTimewindow: flag(true),
  displayTimewindow: flag(true),
  timewindow: anything(),
  datasources: list(datasourceSchema),
  alarmSource: maybe(datasourceSchema),
  alarmFilterConfig: object({
    statusList: list(text()),
    severityList: list(text()),
    typeList: list(text()),
    searchPropagatedAlarms: flag(false),
  }),
  actions: map(list(actionSchema)),
  settings: anything(),
});

/** The part of a widget that all widgets have in common. */
export type WidgetConfig = Infer<typeof configSchema>;

/** A lower bound that is included, an upper one that is not, and the colour between; an absent bound is open. */
export const rangeSchema = object({ from: maybeNumber(), to: maybeNumber(), color: text() });

export type ColorRange = Infer<typeof rangeSchema>;

/** A colour that may depend on the value. */
export const colorSchema = object({
  type: choice(['constant', 'range'], 'constant'),
  color: text(),
  rangeList: rangeListSchema(),
});

export type ColorSetting = Infer<typeof colorSchema>;

/** A list of ranges, or an object that holds it under `range`. */
export function rangeListSchema(): Field<readonly ColorRange[]> {
  const ranges = list(rangeSchema);
  return { ...ranges, read: (raw) => ranges.read(isRecord(raw) ? raw['range'] : raw) };
}
