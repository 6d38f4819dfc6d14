import { call } from '@/api/http';
import type { EntityRef } from '@/lib/entity';

/** What the sample is called, in the language of whoever adds it. */
export interface SampleNames {
  readonly building: string;
  readonly thermometer: string;
  readonly dashboard: string;
  readonly customer: string;
  readonly temperature: string;
}

const hour = 3_600_000;
const step = 10 * 60_000;

/**
 * Adds a building with a thermometer, a day of readings, a dashboard of it, and a customer who may read both. `note` hears
 * of each thing as soon as it is there, so that a sample that was only half made can be removed, too.
 */
export async function addSample(names: SampleNames, note: (made: readonly EntityRef[]) => Promise<unknown>): Promise<void> {
  const made: EntityRef[] = [];
  const keep = async ({ id }: { readonly id: EntityRef }) => {
    // What belongs to others goes before them.
    made.unshift(id);
    await note(made);
    return id;
  };
  const customer = await keep(await call('post', '/api/customer', { body: { title: names.customer } }));
  const building = await keep(await call('post', '/api/asset', { body: { name: names.building, type: 'default' } }));
  const device = await keep(await call('post', '/api/device', { body: { name: names.thermometer, type: 'default' } }));
  await call('post', '/api/relation', { body: { from: building, to: device, type: 'Contains', typeGroup: 'COMMON' } });
  const path = { entityType: device.entityType, entityId: device.id, scope: 'ANY' };
  await call('post', '/api/plugins/telemetry/{entityType}/{entityId}/timeseries/{scope}', { path, body: readings(Date.now()) as never });
  const dashboard = await keep(await call('post', '/api/dashboard', { body: dashboardOf(names, device) as never }));
  for (const entity of [building, device, dashboard]) {
    await call('post', '/api/access/share', { body: { entity, receiver: customer, readElseWrite: true } });
  }
}

/** A day of a room: cool at night, warm in the afternoon. */
function readings(now: number): readonly object[] {
  return Array.from({ length: (24 * hour) / step }, (_, at) => {
    const ts = now - at * step;
    const warmth = 21 + 2.5 * Math.sin(((new Date(ts).getHours() - 9) / 24) * 2 * Math.PI);
    return { ts, values: { temperature: Number((warmth + 0.2 * Math.sin(at)).toFixed(2)) } };
  });
}

function dashboardOf({ dashboard, thermometer, temperature }: SampleNames, device: EntityRef): object {
  const [alias, card, chart] = ['a', 'b', 'c'].map((letter) => `${letter}0000000-0000-4000-8000-000000000001`) as [string, string, string];
  const key = { name: 'temperature', type: 'timeseries', label: temperature, color: '#d64545', units: '°C', decimals: 1, settings: {} };
  const widget = (id: string, typeFullFqn: string, type: string, settings: object) => ({
    id,
    typeFullFqn,
    type,
    title: temperature,
    config: {
      title: temperature,
      showTitle: type === 'timeseries',
      datasources: [{ type: 'entity', entityAliasId: alias, filterId: null, dataKeys: [key] }],
      settings,
      useDashboardTimewindow: true,
    },
  });
  const place = (col: number, sizeX: number, mobileOrder: number) => ({ row: 0, col, sizeX, sizeY: 8, mobileOrder, mobileHeight: 5 });
  return {
    title: dashboard,
    configuration: {
      widgets: {
        [card]: widget(card, 'system.cards.value_card', 'latest', { layout: 'square', label: temperature, icon: 'thermostat', showDate: true }),
        [chart]: widget(chart, 'system.time_series_chart', 'timeseries', { showLegend: true, legendConfig: { position: 'bottom', showMin: true, showMax: true, showAvg: true } }),
      },
      states: {
        default: {
          name: dashboard,
          root: true,
          layouts: { main: { widgets: { [card]: place(0, 6, 1), [chart]: place(6, 18, 2) }, gridSettings: { columns: 24, margin: 10, rowHeight: 70, viewFormat: 'grid', layoutType: 'default' } } },
        },
      },
      entityAliases: { [alias]: { id: alias, alias: thermometer, filter: { type: 'singleEntity', resolveMultiple: false, singleEntity: device } } },
      filters: {},
      timewindow: { selectedTab: 0, realtime: { realtimeType: 0, interval: step, timewindowMs: 24 * hour }, aggregation: { type: 'AVG', limit: 25_000 } },
      settings: { stateControllerId: 'entity', showTitle: true, showDashboardTimewindow: true },
    },
  };
}
