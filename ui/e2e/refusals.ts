import { randomInt } from 'node:crypto';
import type { Page } from '@playwright/test';
import { dataQuery, Line, unauthorized } from './line';
import type { Renter } from './renters';
import { people, type Server } from './server';
import { expect } from './test';
import { idOf } from './world';

interface Thing {
  readonly entityType: 'ASSET' | 'DEVICE';
  readonly id: string;
  readonly name: string;
}

/** A renter's own things and others', by their ids: whoever knows an id may still not see what it names. */
interface Ids {
  readonly own: readonly Thing[];
  readonly foreign: readonly Thing[];
}

async function idsOf(server: Server, { office, sensors, foreign }: Renter): Promise<Ids> {
  const find = async (kind: 'asset' | 'device', name: string): Promise<Thing> => ({
    entityType: kind === 'asset' ? 'ASSET' : 'DEVICE',
    id: await idOf(server, kind, name),
    name,
  });
  return {
    own: await Promise.all([find('asset', office), ...sensors.map(([name]) => find('device', name))]),
    foreign: await Promise.all([
      ...foreign.asset.map((name) => find('asset', name)),
      ...foreign.device.map((name) => find('device', name)),
    ]),
  };
}

export async function ownThings(server: Server, renter: Renter): Promise<readonly Pick<Thing, 'entityType' | 'id'>[]> {
  return (await idsOf(server, renter)).own;
}

/** What others hold stays out of reach: by a forged address, over REST and over the socket, with the page's own session. */
export async function refuses(page: Page, server: Server, renter: Renter): Promise<void> {
  const ids = await idsOf(server, renter);
  await overAddress(page, ids);
  await overRest(page, ids);
  await overSocket(page, server, ids);
}

// ---- the address -----------------------------------------------------------------------------------------------

async function overAddress(page: Page, { foreign }: Ids): Promise<void> {
  const dashboard = new URL(page.url()).pathname;
  for (const { entityType, id, name } of foreign) {
    const state = entityType === 'DEVICE' ? 'air_sensor' : name.startsWith('Office') ? 'office' : 'building';
    const params = { entityId: { entityType, id }, entityName: name, entityLabel: name };
    const incumbents = btoa(
      JSON.stringify([
        { id: 'default', params: {} },
        { id: state, params },
      ]),
    );
    for (const forged of [incumbents, `${state}.${entityType}.${id}`]) {
      await page.goto(`${dashboard}?state=${encodeURIComponent(forged)}`);
      await expect(page.getByText('Not found').first()).toBeVisible();
      await expect(page.locator('body')).not.toContainText(name);
    }
  }
  await page.goto(dashboard);
}

// ---- REST ------------------------------------------------------------------------------------------------------

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Calls as the page would: with its cookies and its token against forgery. */
export function fetchIn(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  return page.evaluate(
    async ({ method, path, body }) => {
      const { csrfToken } = (await (await fetch('/api/session')).json()) as { csrfToken: string };
      const answer = await fetch(path, {
        method,
        headers: { 'Content-Type': 'application/json', 'X-Atrium-Csrf': csrfToken },
        body: body === undefined ? null : JSON.stringify(body),
      });
      return { status: answer.status, text: await answer.text() };
    },
    { method, path, body },
  );
}

/** Everything that can be read of a thing. */
export function readsOf({ entityType, id }: Pick<Thing, 'entityType' | 'id'>): string[] {
  const kind = entityType.toLowerCase();
  const telemetry = `/api/plugins/telemetry/${entityType}/${id}`;
  return [
    `/api/${kind}/${id}`,
    `/api/${kind}/info/${id}`,
    `${telemetry}/values/attributes`,
    `${telemetry}/values/attributes/SERVER_SCOPE?keys=office-plan,buildingImage`,
    `${telemetry}/keys/attributes`,
    `${telemetry}/values/timeseries`,
    `${telemetry}/values/timeseries?keys=temperature&startTs=0&endTs=${Date.now()}`,
    `${telemetry}/keys/timeseries`,
    `/api/relations?fromId=${id}&fromType=${entityType}`,
  ];
}

async function overRest(page: Page, { own, foreign }: Ids): Promise<void> {
  for (const thing of own) {
    for (const path of readsOf(thing)) expect((await fetchIn(page, 'GET', path)).status, `${thing.name}: ${path}`).toBe(200);
  }
  for (const thing of foreign) {
    for (const path of [
      ...readsOf(thing),
      `/api/access/who?entityType=${thing.entityType}&entityId=${thing.id}&pageSize=10&page=0`,
    ]) {
      const { status, text } = await fetchIn(page, 'GET', path);
      expect(status, `${thing.name}: ${path}`).toBe(404);
      expect(text).not.toContain(thing.name);
    }
    const written = { temperature: 99 };
    const write = `/api/plugins/telemetry/${thing.entityType}/${thing.id}/timeseries/ANY`;
    expect((await fetchIn(page, 'POST', write, written)).status, write).toBe(404);
  }
  // A reader's own sensors are not his to write to.
  for (const { entityType, id } of own) {
    expect(
      (await fetchIn(page, 'POST', `/api/plugins/telemetry/${entityType}/${id}/timeseries/ANY`, { temperature: 99 })).status,
    ).toBe(403);
    expect(
      (await fetchIn(page, 'POST', `/api/plugins/telemetry/${entityType}/${id}/SERVER_SCOPE`, { floor: 9 })).status,
    ).toBe(403);
  }
  const found = await fetchIn(page, 'POST', '/api/entitiesQuery/find', {
    entityFilter: { type: 'entityList', entityType: 'DEVICE', entityList: devices([...own, ...foreign]) },
    pageLink: { page: 0, pageSize: 50, sortOrder: { key: { type: 'ENTITY_FIELD', key: 'name' }, direction: 'ASC' } },
    entityFields: [{ type: 'ENTITY_FIELD', key: 'name' }],
    latestValues: [],
  });
  expect(found.status).toBe(200);
  const rows = (JSON.parse(found.text) as { data: { entityId: { id: string } }[] }).data.map(({ entityId }) => entityId.id);
  expect(rows.sort()).toEqual(devices(own).sort());
}

function devices(things: readonly Thing[]): string[] {
  return things.filter(({ entityType }) => entityType === 'DEVICE').map(({ id }) => id);
}

// ---- the socket ------------------------------------------------------------------------------------------------

async function overSocket(page: Page, server: Server, { own, foreign }: Ids): Promise<void> {
  const line = new Line(page);
  await line.open();
  for (const { entityType, id } of foreign) {
    const single = { entityType, id };
    for (const command of [
      { type: 'TIMESERIES', entityType, entityId: id, scope: 'LATEST_TELEMETRY' },
      {
        type: 'TIMESERIES',
        entityType,
        entityId: id,
        keys: 'temperature',
        startTs: Date.now() - 60_000,
        timeWindow: 60_000,
        interval: 1,
        limit: 10,
        agg: 'NONE',
      },
      { type: 'ATTRIBUTES', entityType, entityId: id, scope: 'SERVER_SCOPE' },
    ]) {
      const { errorCode, errorMsg } = await line.answer(command);
      expect(errorCode, JSON.stringify(command)).toBe(unauthorized);
      expect(errorMsg).toBeTruthy();
    }
    for (const filter of [
      { type: 'singleEntity', singleEntity: single },
      { type: 'entityList', entityType, entityList: [id] },
      { type: 'relationsQuery', rootEntity: single, direction: 'FROM', maxLevel: 3, filters: [] },
    ]) {
      expect((await line.answer(dataQuery(filter))).data?.totalElements ?? 0, JSON.stringify(filter)).toBe(0);
    }
  }
  const every = await line.answer(
    dataQuery({ type: 'entityList', entityType: 'DEVICE', entityList: devices([...own, ...foreign]) }),
  );
  expect(every.data?.data?.map(({ entityId }) => entityId.id).sort()).toEqual(devices(own).sort());
  await line.answer(dataQuery({ type: 'deviceType', deviceTypes: ['air-sensor'], deviceNameFilter: '' }));
  await publishBoth(line, server, own, foreign);
}

/** Others' new values do not come either. Ours, published after them, tells that there was time for it. */
async function publishBoth(line: Line, server: Server, own: readonly Thing[], foreign: readonly Thing[]): Promise<void> {
  const token = await server.token(people.tenant);
  const publish = (id: string, temperature: number) =>
    server.api(token, 'POST', `/api/plugins/telemetry/DEVICE/${id}/timeseries/ANY`, { temperature });
  const [theirs, ours] = [randomInt(100_000, 500_000) / 1_000, randomInt(500_001, 900_000) / 1_000];
  for (const id of devices(foreign)) expect((await publish(id, theirs)).status).toBe(200);
  for (const id of devices(own)) expect((await publish(id, ours)).status).toBe(200);
  await expect.poll(async () => (await line.texts()).some((text) => text.includes(String(ours)))).toBe(true);
  const heard = (await line.texts()).join('\n');
  expect(heard).not.toContain(String(theirs));
  for (const { name } of foreign) expect(heard).not.toContain(`"${name}"`);
}
