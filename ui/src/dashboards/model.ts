/**
 * A dashboard as it is stored, in the incumbent's JSON: widgets once, states that place them, aliases that find entities.
 * Reading never fails; what is missing gets its usual value, what is unknown is left out or shown as a placeholder.
 */
import {
  anything,
  choice,
  configSchema,
  flag,
  isRecord,
  map,
  maybe,
  maybeNumber,
  number,
  object,
  text,
  type Infer,
  type WidgetConfig,
} from '@/widgets/contract';
import { withOwnWords } from '@/lib/foreignWords';
import { readValueFilter, type ValueFilter } from './valueFilters';

export interface DashboardWidget {
  readonly id: string;
  /** The type of a widget of the system: `map`, `cards.entities_table`; of a tenant's own one `tenant.map`. */
  readonly type: string;
  readonly title: string;
  readonly config: WidgetConfig;
}

const placementSchema = object({
  sizeX: number(6),
  sizeY: number(4),
  row: number(0),
  col: number(0),
  mobileHide: flag(),
  desktopHide: flag(),
  mobileOrder: maybeNumber(),
  mobileHeight: maybeNumber(),
});

export type Placement = Infer<typeof placementSchema>;

const gridSchema = object({
  columns: number(24),
  margin: number(10),
  outerMargin: flag(true),
  backgroundColor: text(),
  backgroundImageUrl: maybe(text()),
  backgroundSizeMode: choice(['cover', 'contain', '100%'], '100%'),
  autoFillHeight: flag(),
  rowHeight: number(70),
  mobileRowHeight: number(70),
});

export type GridSettings = Infer<typeof gridSchema>;

const layoutSchema = object({ widgets: map(placementSchema), gridSettings: gridSchema });

export type Layout = Infer<typeof layoutSchema>;

export interface DashboardState {
  readonly id: string;
  /** May name the entity of the state: `${entityName}`. */
  readonly name: string;
  readonly layout: Layout;
}

/** How entities are found; the form is known by `type`. */
export interface Alias {
  readonly id: string;
  readonly name: string;
  readonly filter: { readonly type: string } & Readonly<Record<string, unknown>>;
  readonly isMultiple: boolean;
}

const settingsSchema = object({
  showTitle: flag(),
  showEntitiesSelect: flag(true),
  showDashboardTimewindow: flag(true),
  showDashboardExport: flag(true),
  hideToolbar: flag(),
});

export type DashboardSettings = Infer<typeof settingsSchema>;

export interface Dashboard {
  readonly title: string;
  readonly description: string;
  readonly states: readonly DashboardState[];
  readonly rootState: string;
  readonly widgets: ReadonlyMap<string, DashboardWidget>;
  readonly aliases: ReadonlyMap<string, Alias>;
  readonly filters: ReadonlyMap<string, ValueFilter>;
  readonly timewindow: unknown;
  readonly settings: DashboardSettings;
}

/** Reads a dashboard. */
export function readDashboard(raw: unknown): Dashboard {
  const source = isRecord(raw) ? withOwnWords(raw) : {};
  const configuration = isRecord(source['configuration']) ? source['configuration'] : {};
  const aliases = new Map(entriesOf(configuration['entityAliases']).map(([id, alias]) => [id, readAlias(id, alias)]));
  const widgets = readWidgets(configuration['widgets'], aliases);
  const states = readStates(configuration, widgets);
  return {
    title: text('').read(source['title']),
    description: text('').read(configuration['description']),
    states: states.all,
    rootState: states.root,
    widgets: new Map(widgets.map((widget) => [widget.id, widget])),
    aliases,
    filters: new Map(entriesOf(configuration['filters']).map(([id, filter]) => [id, readValueFilter(filter)])),
    timewindow: anything().read(configuration['timewindow']),
    settings: settingsSchema.read(configuration['settings']),
  };
}

export function stateOf(dashboard: Dashboard, id: string): DashboardState | null {
  return dashboard.states.find((state) => state.id === id) ?? null;
}

function entriesOf(raw: unknown): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  return isRecord(raw) ? Object.entries(raw).flatMap(([id, value]) => (isRecord(value) ? [[id, value] as const] : [])) : [];
}

/** Old dashboards hold a list instead of a map. */
function readWidgets(raw: unknown, aliases: Dashboard['aliases']): readonly DashboardWidget[] {
  const entries = Array.isArray(raw)
    ? raw.flatMap((value, index) => (isRecord(value) ? [[String(value['id'] ?? index), value] as const] : []))
    : entriesOf(raw);
  return entries.map(([id, value]) => ({
    id,
    type: typeOf(value),
    title: text('').read(value['title']),
    config: withPictureAlias(configSchema.read(value['config']), aliases),
  }));
}

/** A tenant's own type is none of ours, whatever it is called. */
function typeOf(widget: Readonly<Record<string, unknown>>): string {
  const full = widget['typeFullFqn'];
  if (typeof full === 'string') {
    return full.replace(/^system\./, '');
  }
  const bundle = text('').read(widget['bundleAlias']);
  const alias = text('').read(widget['typeAlias']);
  const name = bundle ? `${bundle}.${alias}` : alias;
  return widget['isSystemType'] === false ? `tenant.${name}` : name;
}

/** Older plans name the alias of their picture's entity, where everything else has its id. */
function withPictureAlias(config: WidgetConfig, aliases: Dashboard['aliases']): WidgetConfig {
  const { settings } = config;
  const name = isRecord(settings) ? settings['imageEntityAlias'] : undefined;
  const alias = typeof name === 'string' && name !== '' ? [...aliases.values()].find((each) => each.name === name) : undefined;
  return alias ? { ...config, settings: { ...(settings as object), imageEntityAliasId: alias.id } } : config;
}

function readStates(
  configuration: Readonly<Record<string, unknown>>,
  widgets: readonly DashboardWidget[],
): { readonly all: readonly DashboardState[]; readonly root: string } {
  const entries = entriesOf(configuration['states']);
  const all = entries.map(([id, state]) => ({
    id,
    name: text(id).read(state['name']),
    layout: layoutSchema.read(isRecord(state['layouts']) ? state['layouts']['main'] : null),
  }));
  const root = entries.find(([, state]) => state['root'] === true)?.[0] ?? all[0]?.id;
  return root === undefined ? { all: [oneState(widgets)], root: 'default' } : { all, root };
}

/** Without states every widget stands in the only one, where it says itself. */
function oneState(widgets: readonly DashboardWidget[]): DashboardState {
  return {
    id: 'default',
    name: '',
    layout: {
      widgets: Object.fromEntries(
        widgets.map((widget, index) => [widget.id, placementSchema.read({ row: index * 4, sizeX: 24 })]),
      ),
      gridSettings: gridSchema.read({}),
    },
  };
}

function readAlias(id: string, raw: Readonly<Record<string, unknown>>): Alias {
  const filter = isRecord(raw['filter']) ? raw['filter'] : {};
  return {
    id,
    name: text('').read(raw['alias']),
    filter: { ...filter, type: text('').read(filter['type']) },
    isMultiple: flag(false).read(filter['resolveMultiple']),
  };
}
