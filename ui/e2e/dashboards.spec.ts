import type { Page } from '@playwright/test';
import { expectDarkInTime, Watched } from './dark';
import { drillDown } from './drill';
import { renterWalks } from './matrix';
import { refuses } from './refusals';
import { emma, jack } from './renters';
import { people, until } from './server';
import { expect, test } from './test';
import { expectState, idOf, openBuildings, openRow } from './world';

test('drills down from the map to each sensor; reload and Back keep the place', async ({ signIn, server }) => {
  test.setTimeout(180_000);
  const page = await signIn(people.tenant);
  await openBuildings(page, server);
  await drillDown(page, async () => undefined);
});

test('a value that is published shows without a reload', async ({ signIn, server }) => {
  const page = await signIn(people.tenant);
  await openBuildings(page, server);
  for (const name of ['Building A', 'Office A', 'Indoor Air Quality Sensor']) await openRow(page, name);
  await expect(page.getByText('Indoor temperature').first()).toBeVisible();
  const token = await server.token(people.tenant);
  const device = await idOf(server, 'device', 'SD-001');
  // The generator of the demo writes, too: publish until ours is the one on the page.
  await until(20_000, async () => {
    await server.api(token, 'POST', `/api/plugins/telemetry/DEVICE/${device}/timeseries/ANY`, { temperature: 77.7 });
    return page.getByText(/77[.,]7/).first().isVisible();
  });
});

for (const renter of [emma, jack]) {
  test(`${renter.name} lives in the full-screen dashboard and sees the own office only`, async ({ signIn, server }) => {
    test.setTimeout(180_000);
    const page = await signIn(renter.email);
    await page.waitForURL(/\/dashboards\//);
    await expect(page.getByRole('link', { name: 'Devices' })).toHaveCount(0);
    await renterWalks(page, renter);
    await refuses(page, server, renter);
  });
}

test('what is no longer shared goes dark on the open page', async ({ signIn, server }) => {
  const page = await signIn(people.emma);
  await page.waitForURL(/\/dashboards\//);
  await openRow(page, 'Building A');
  await openRow(page, 'Office A');
  await expectState(page, 'Office A');
  const token = await server.token(people.tenant);
  const office = await idOf(server, 'asset', 'Office A');
  const tenant = ((await server.api(token, 'GET', '/api/auth/user')).json as { tenantId: { id: string } }).tenantId.id;
  const dark = (await Watched.from(page)).gone('Office A', 'Air Quality');
  const change = await server.api(token, 'POST', '/api/access/change', {
    entities: [{ entityType: 'ASSET', id: office }],
    includeContained: true,
    ownerId: { entityType: 'TENANT', id: tenant },
  });
  expect(change.status).toBe(200);
  await expectDarkInTime('the owner of Office A, over REST', Promise.resolve(Date.now()), [dark]);
  await expect(page.getByText('Your access has ended').first()).toBeVisible();
  const undo = (change.json as { undo: unknown }).undo;
  expect((await server.api(token, 'POST', '/api/access/change/undo', undo)).status).toBe(200);
});

test('a phone shows one column and goes all the way', async ({ signIn, server }) => {
  test.setTimeout(180_000);
  const page = await signIn(people.tenant, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  await openBuildings(page, server);
  await drillDown(page, () => expectOneColumn(page));
});

async function expectOneColumn(page: Page): Promise<void> {
  const { width, lefts } = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    lefts: [...document.querySelectorAll('section[data-widget]')].map((card) => Math.round(card.getBoundingClientRect().left)),
  }));
  expect(width, 'nothing reaches beyond the screen').toBeLessThanOrEqual(390);
  expect(lefts.length).toBeGreaterThan(0);
  expect(new Set(lefts).size, 'all cards stand below each other').toBe(1);
}
