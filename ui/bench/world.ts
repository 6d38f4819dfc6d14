/** What the benchmarks look at: devices and dashboards, made over REST. */
import { readFileSync } from 'node:fs';
import { people, type Server } from '../e2e/server';

const SLICE = 5_000;

/** Imports devices of a profile; their access tokens are `<prefix>-<number>`. */
export async function importDevices(server: Server, prefix: string, count: number): Promise<void> {
  const token = await server.token(people.tenant);
  for (let first = 0; first < count; first += SLICE) {
    const lines = Array.from({ length: Math.min(SLICE, count - first) }, (_, index) => {
      const name = nameOf(prefix, first + index);
      return `${name},${prefix},${tokenOf(prefix, first + index)}`;
    });
    const { status, json } = await server.api(token, 'POST', '/api/device/bulk_import', {
      file: lines.join('\n'),
      mapping: {
        columns: [{ type: 'NAME' }, { type: 'TYPE' }, { type: 'ACCESS_TOKEN' }],
        delimiter: ',',
        header: false,
        update: false,
      },
    });
    const { created } = json as { created?: number };
    if (created !== lines.length) throw new Error(`import of devices: ${status} ${JSON.stringify(json).slice(0, 500)}`);
  }
}

export function nameOf(prefix: string, index: number): string {
  return `${prefix} ${String(index).padStart(6, '0')}`;
}

export function tokenOf(prefix: string, index: number): string {
  return `${prefix}-${index}`;
}

// ---- dashboards ------------------------------------------------------------------------------------------------

interface Widget {
  readonly typeFullFqn: string;
  readonly [field: string]: unknown;
}

interface Place {
  readonly row: number;
  readonly col: number;
  readonly sizeX: number;
  readonly sizeY: number;
}

interface Alias {
  readonly id: string;
  readonly alias: string;
  readonly filter: Readonly<Record<string, unknown>>;
}

/** Saves a dashboard of one state; gives its address. */
export async function saveDashboard(
  server: Server,
  title: string,
  widgets: readonly (readonly [Widget, Place])[],
  aliases: readonly Alias[],
): Promise<string> {
  const token = await server.token(people.tenant);
  const named = widgets.map(([widget, place], index) => [`widget-${index}`, widget, place] as const);
  const configuration = {
    ...demo.configuration,
    widgets: Object.fromEntries(named.map(([id, widget]) => [id, { ...widget, id }])),
    states: {
      default: {
        name: title,
        root: true,
        layouts: {
          main: {
            widgets: Object.fromEntries(named.map(([id, , place]) => [id, place])),
            gridSettings: { columns: 24, margin: 12, outerMargin: true, autoFillHeight: true },
          },
        },
      },
    },
    entityAliases: Object.fromEntries(aliases.map((alias) => [alias.id, alias])),
  };
  const { status, json } = await server.api(token, 'POST', '/api/dashboard', { title, configuration });
  if (status !== 200) throw new Error(`dashboard: ${status} ${JSON.stringify(json)}`);
  return `/dashboards/${(json as { id: { id: string } }).id.id}?full=1`;
}

interface Demo {
  readonly configuration: { readonly widgets: Readonly<Record<string, Widget>> };
}

const demo = JSON.parse(
  readFileSync(new URL('../../src/main/resources/demo/dashboards/buildings.json', import.meta.url), 'utf8'),
) as Demo;

const DEMO_ALIAS = 'a0000000-0000-4000-8000-00000000000';

/** Ten widgets of all sorts over the demo's things: what a building's caretaker might have open all day. */
export async function tenWidgets(server: Server, airSensor: string, waterSensor: string): Promise<string> {
  const [air, water] = [single('air', airSensor), single('water', waterSensor)];
  const of = (number: string, alias?: Alias) => withAlias(demoWidget(number), alias);
  const sensors: Alias = { id: `${DEMO_ALIAS}7`, alias: 'Sensors', filter: byType(['air-sensor', 'energy-sensor', 'water-sensor']) };
  const buildings: Alias = {
    id: `${DEMO_ALIAS}1`,
    alias: 'Buildings',
    filter: { type: 'assetType', resolveMultiple: true, assetTypes: ['building'], assetNameFilter: '' },
  };
  return saveDashboard(
    server,
    'Ten widgets',
    [
      [of('111'), at(0, 0, 6, 2)],
      [of('113'), at(0, 6, 6, 2)],
      [of('401', air), at(0, 12, 6, 2)],
      [of('402', air), at(0, 18, 6, 2)],
      [of('101'), at(2, 0, 10, 7)],
      [of('102'), at(2, 10, 7, 7)],
      [of('602', water), at(2, 17, 7, 2)],
      [of('603', water), at(4, 17, 7, 5)],
      [of('404', air), at(9, 0, 14, 6)],
      [of('103'), at(9, 14, 10, 6)],
    ],
    [air, water, sensors, buildings],
  );
}

/** A card for each device, showing its counter. */
export function cards(server: Server, devices: readonly string[]): Promise<string> {
  const aliases = devices.map((id, index) => single(`card-${index}`, id));
  return saveDashboard(
    server,
    'Counters',
    aliases.map((alias, index) => [cardOf(alias), at(0, index * 6, 6, 3)] as const),
    aliases,
  );
}

function cardOf(alias: Alias): Widget {
  const card = withAlias(demoWidget('401'), alias);
  const config = structuredClone(card['config']) as { datasources: { dataKeys: unknown }[] } & Record<string, unknown>;
  config.datasources.forEach((source) => {
    source.dataKeys = [{ name: 'counter', type: 'timeseries', label: 'Counter', color: '#0f766e', decimals: 0, settings: {} }];
  });
  return { ...card, config: { ...config, decimals: 0, units: '' } };
}

/** A map of all devices of a profile that move and say how fast. */
export function mapOf(server: Server, profile: string, marker: 'dot' | 'picture'): Promise<string> {
  const alias: Alias = { id: 'fleet', alias: 'Fleet', filter: byType([profile]) };
  const key = (name: string) => ({ name, type: 'timeseries', label: name, color: '#0f766e', settings: {} });
  const look =
    marker === 'dot'
      ? { markerType: 'shape', markerShape: { size: 30, color: { color: '#0f766e' } }, label: { show: true, pattern: '${entityName}' } }
      : {
          markerType: 'image',
          markerImage: { type: 'image', image: PICTURE, imageSize: 34 },
          label: { show: true, style: 'pill', pattern: '${speed:0} km/h' },
        };
  const map = demoWidget('101');
  const config = map['config'] as Record<string, unknown>;
  const settings = {
    markers: [
      {
        dsType: 'entity',
        dsEntityAliasId: alias.id,
        xKey: key('latitude'),
        yKey: key('longitude'),
        additionalDataKeys: [key('speed')],
        tooltip: { show: true, type: 'pattern', pattern: '${entityName}: ${speed:0} km/h' },
        ...look,
      },
    ],
    fitMapBounds: true,
  };
  return saveDashboard(server, `Fleet as ${marker}s`, [[{ ...map, config: { ...config, settings } }, at(0, 0, 24, 12)]], [alias]);
}

const PICTURE =
  'data:image/svg+xml;base64,' +
  readFileSync(new URL('../../src/main/resources/demo/pictures/air-sensor.svg', import.meta.url)).toString('base64');

function demoWidget(number: string): Widget {
  const found = demo.configuration.widgets[`b0000000-0000-4000-8000-000000000${number}`];
  if (!found) throw new Error(`The demo's dashboard has no widget ${number}`);
  return found;
}

function withAlias(widget: Widget, alias: Alias | undefined): Widget {
  if (!alias) return widget;
  return JSON.parse(JSON.stringify(widget).replaceAll(`${DEMO_ALIAS}2`, alias.id)) as Widget;
}

function single(id: string, device: string): Alias {
  const filter = { type: 'singleEntity', resolveMultiple: false, singleEntity: { entityType: 'DEVICE', id: device } };
  return { id, alias: id, filter };
}

function byType(deviceTypes: readonly string[]) {
  return { type: 'deviceType', resolveMultiple: true, deviceTypes, deviceNameFilter: '' };
}

function at(row: number, col: number, sizeX: number, sizeY: number): Place {
  return { row, col, sizeX, sizeY };
}
