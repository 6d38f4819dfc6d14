import type { Page } from '@playwright/test';
import type { Server } from './server';
import { newTenant, poster, type Made } from './tenants';
import { axe, expect, test } from './test';

let count = 0;

async function accessible(page: Page): Promise<void> {
  expect(await axe(page)).toEqual([]);
}

interface Place {
  readonly admin: string;
  readonly token: string;
  readonly device: (name: string, attributes: string) => Promise<Made>;
}

/** A tenant without anything, and devices with attributes in their own spelling. */
async function place(server: Server): Promise<Place> {
  const admin = `foreign-${++count}@demo.example`;
  const token = await newTenant(server, { title: `Foreign ${count}` }, { email: admin });
  const post = poster(server, token);
  const device = async (name: string, attributes: string) => {
    const made = await post('/api/device', { name, type: 'tracker' });
    const answer = await fetch(`${server.url}/api/plugins/telemetry/DEVICE/${made.id.id}/SERVER_SCOPE`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'X-Authorization': `Bearer ${token}` },
      body: attributes,
    });
    expect(answer.status).toBe(200);
    return made;
  };
  return { admin, token, device };
}

const key = (name: string, type: string, label = name) => ({ name, type, label });
const widget = (type: string, title: string, config: object) => ({ typeFullFqn: type, config: { title, showTitle: true, useDashboardTimewindow: true, ...config } });

/** A dashboard in the form that other installations store: two widgets a row. */
function dashboard(title: string, widgets: Readonly<Record<string, object>>, entityAliases: object, more: object = {}) {
  const layout = Object.fromEntries(Object.keys(widgets).map((id, index) => [id, { sizeX: 12, sizeY: 6, col: (index % 2) * 12, row: Math.floor(index / 2) * 6 }]));
  const states = { default: { name: '', root: true, layouts: { main: { widgets: layout, gridSettings: {} } } } };
  return { title, configuration: { widgets, states, entityAliases, ...more } };
}

const trackers = { t: { id: 't', alias: 'Trackers', filter: { type: 'deviceType', deviceTypes: ['tracker'], deviceNameFilter: '', resolveMultiple: true } } };
const source = (entityAliasId: string, dataKeys: object[], more: object = {}) => [{ type: 'entity', entityAliasId, dataKeys, ...more }];

test('texts stay texts, whole numbers exact, filters filter, and nothing is called well that nobody watches', async ({ signIn, server }) => {
  const { admin, token, device } = await place(server);
  await device('Tracker A', '{"serial":"241408E4","count":9007199254740993}');
  await device('Tracker B', '{"serial":"12E5","count":1}');
  const predicate = { type: 'STRING', operation: 'STARTS_WITH', ignoreCase: false, value: { defaultValue: '24', userValue: null, dynamicValue: null } };
  const keyFilters = [{ key: { type: 'ATTRIBUTE', key: 'serial' }, valueType: 'STRING', predicates: [{ keyFilterPredicate: predicate, userInfo: { editable: true } }] }];
  const widgets = {
    a: widget('system.cards.entities_table', 'All of {i18n:device.device-list}', { datasources: source('t', [key('serial', 'attribute'), key('count', 'attribute')]) }),
    b: widget('system.cards.entities_table', 'Filtered', { datasources: source('t', [key('serial', 'attribute')], { filterId: 'f' }) }),
    c: widget('system.alarm_widgets.alarms_table', 'Alarms', { alarmSource: source('t', [])[0] }),
    d: widget('system.cards.html_card', 'Card', { datasources: [{ type: 'static', dataKeys: [] }], settings: { cardHtml: '<p>A static text</p>' } }),
    e: widget('tenant.map', 'Their own', {}),
  };
  const made = await poster(server, token)('/api/dashboard', dashboard('From elsewhere', widgets, trackers, { filters: { f: { id: 'f', filter: 'f', keyFilters } } }));
  const page = await signIn(admin);
  await page.goto(`/dashboards/${made.id.id}`);
  await expect(page.getByRole('heading', { level: 1, name: 'From elsewhere' })).toBeVisible();
  const all = page.getByRole('region', { name: 'All of Device list', exact: true });
  await expect(all.getByText('241408E4', { exact: true })).toBeVisible();
  await expect(all.getByText('12E5', { exact: true })).toBeVisible();
  await expect(all.getByText('9,007,199,254,740,993', { exact: true })).toBeVisible();
  const filtered = page.getByRole('region', { name: 'Filtered', exact: true });
  await expect(filtered.getByText('Tracker A')).toBeVisible();
  await expect(filtered.getByText('Tracker B')).toHaveCount(0);
  await expect(page.getByText('No alarm rules yet')).toBeVisible();
  await expect(page.getByText('A static text')).toBeVisible();
  await expect(page.getByText('There is no widget of the type “tenant.map” here.')).toBeVisible();
  await accessible(page);
});

test('an older map shows what has a place, on the world, and opens a marker by keys', async ({ signIn, server }) => {
  const { admin, token, device } = await place(server);
  await device('Berlin', '{"lat":52.52,"lon":13.4,"serial":"0x1A"}');
  await device('Lima', '{"lat":"-12.05","lon":"-77.04"}');
  await device('No fix', '{"lat":0,"lon":0}');
  await device('Microdegrees', '{"lat":48137154,"lon":11576124}');
  const settings = { latKeyName: 'lat', lngKeyName: 'lon', showLabel: true, label: '${entityName}', tooltipPattern: '<b>${entityName}</b><br/>${serial}', useMarkerImageFunction: true };
  const keys = [key('lat', 'attribute'), key('lon', 'attribute'), key('serial', 'attribute')];
  const widgets = { m: widget('system.maps_v2.openstreetmap', 'World', { datasources: source('t', keys), settings }) };
  const made = await poster(server, token)('/api/dashboard', dashboard('Older map', widgets, trackers));
  const page = await signIn(admin);
  const outlines = page.waitForResponse(/countries-50m.*\.json/);
  await page.goto(`/dashboards/${made.id.id}`);
  expect((await outlines).status()).toBe(200);
  const pins = page.locator('.leaflet-marker-pane').getByRole('button');
  await expect(pins).toHaveCount(2);
  await expect(page.getByText('Not shown here: what scripts make')).toBeVisible();
  const berlin = pins.filter({ hasText: 'Berlin' });
  await berlin.focus();
  await page.keyboard.press('Enter');
  const tip = page.locator('.leaflet-popup');
  await expect(tip).toContainText('Berlin · 0x1A');
  await expect(tip.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(tip).toHaveCount(0);
  await expect(berlin).toBeFocused();
  await accessible(page);
});

test('dragging over a chart zooms all of its time, and back', async ({ signIn, server }) => {
  const { admin, token, device } = await place(server);
  const { id } = await device('Door', '{"room":"Hall"}');
  const hours = Array.from({ length: 12 }, (_, hour) => ({ ts: Date.now() - hour * 3_600_000, values: { open: hour % 3 === 0, level: hour } }));
  const answer = await server.api(token, 'POST', `/api/plugins/telemetry/DEVICE/${id.id}/timeseries/ANY`, hours);
  expect(answer.status).toBe(200);
  const one = { o: { id: 'o', alias: 'Door', filter: { type: 'singleEntity', singleEntity: id, resolveMultiple: false } } };
  const settings = { legendConfig: { showMin: true, showMax: true, showAvg: false } };
  const widgets = {
    a: widget('system.time_series_chart', 'Level', { datasources: source('o', [key('level', 'timeseries', '${entityName} level')]), settings }),
    b: widget('system.time_series_chart', 'Open', { datasources: source('o', [key('open', 'timeseries'), key('level', 'timeseries'), key('level', 'timeseries')]) }),
  };
  const timewindow = { selectedTab: 1, history: { historyType: 0, timewindowMs: 43_200_000, interval: 3_600_000 }, aggregation: { type: 'AVG', limit: 25_000 } };
  const made = await poster(server, token)('/api/dashboard', dashboard('Charts', widgets, one, { timewindow }));
  const page = await signIn(admin);
  await page.goto(`/dashboards/${made.id.id}`);
  await expect(page.getByRole('button', { name: 'Door level' })).toBeVisible();
  await expect(page.getByText('Min of averages')).toBeVisible();
  const chart = page.getByRole('img', { name: 'Chart: Open' });
  await expect(chart).toBeVisible();
  const box = await chart.boundingBox();
  if (!box) throw new Error('The chart has no place');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, y, { steps: 4 });
  await page.mouse.up();
  const back = page.getByRole('button', { name: 'Whole time' });
  await expect(back).toHaveCount(2);
  await back.first().click();
  await expect(back).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Time: Last 12 hours' })).toBeVisible();
});

test('a dashboard that names what is not here is imported with ours of the same name, and says what is missing', async ({ signIn, server }) => {
  const { admin, device } = await place(server);
  await device('Boiler', '{"serial":"0x1A"}');
  const unknown = (alias: string, digit: number) => ({
    id: alias, alias, filter: { type: 'singleEntity', singleEntity: { entityType: 'DEVICE', id: `784f394c-42b6-435a-983c-b7beff27840${digit}` }, resolveMultiple: false },
  });
  const lost = '784f394c-42b6-435a-983c-b7beff278405';
  const walk = { id: 'Tower', alias: 'Tower', filter: { type: 'relationsQuery', rootEntity: { entityType: 'ASSET', id: lost }, direction: 'FROM', maxLevel: 1, resolveMultiple: true } };
  const group = { id: 'Pumps', alias: 'Pumps', filter: { type: 'entityGroup', groupType: 'DEVICE', entityGroup: '784f394c-42b6-435a-983c-b7beff278406', resolveMultiple: true } };
  const table = (alias: string) => widget('system.cards.entities_table', `Of ${alias}`, { datasources: source(alias, [key('serial', 'attribute')]) });
  const file = { id: { entityType: 'DASHBOARD', id: '784f394c-42b6-435a-983c-b7beff278409' }, ...dashboard('Imported', { a: table('Boiler'), b: table('Pump'), c: table('Tower'), d: table('Pumps') }, { Boiler: unknown('Boiler', 1), Pump: unknown('Pump', 2), Tower: walk, Pumps: group }) };
  const page = await signIn(admin);
  await page.goto('/dashboards');
  await page.getByRole('main').getByRole('button', { name: 'More actions', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Import JSON' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type=file]').setInputFiles({ name: 'imported.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(file)) });
  await expect(dialog.getByText('4 entities are not here')).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Boiler' }).or(dialog.getByRole('combobox', { name: 'Boiler' }))).toHaveValue('Boiler');
  await accessible(page);
  await dialog.getByRole('button', { name: 'Import JSON' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('row', { name: /Imported/ }).click();
  await expect(page.getByRole('region', { name: 'Of Boiler', exact: true }).getByText('0x1A')).toBeVisible();
  for (const name of ['Pump', 'Tower', 'Pumps']) {
    await expect(page.getByRole('region', { name: `Of ${name}`, exact: true }).getByText(`“${name}” is not here`)).toBeVisible();
  }
});
