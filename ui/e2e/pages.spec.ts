import type { Page } from '@playwright/test';
import { hostileWorld, payloads } from './hostile';
import { people, type Server, until } from './server';
import { axe, expect, test } from './test';
import { consoleOf, dashboardOf, type Look, type Place, walk } from './walk';
import { idOf } from './world';

const breaches = 'breaches of the content policy';
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;

/** Nothing for axe to find at a place. */
const accessible = (page: Page): Look => async (place) => {
  expect.soft(await axe(page), place).toEqual([]);
};

/** Nothing reaches beyond the screen. */
const fits = (page: Page): Look => async (place) => {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect.soft(beyond, `pixels beyond the screen, ${place}`).toBeLessThanOrEqual(0);
};

const both = (...looks: readonly Look[]): Look => async (place) => {
  for (const look of looks) await look(place);
};

async function demo(server: Server): Promise<readonly Place[]> {
  return [
    ...consoleOf(await idOf(server, 'customer', 'Customer A')),
    dashboardOf(await idOf(server, 'dashboard', 'Buildings'), 3),
  ];
}

test('axe finds nothing on any page, dark', async ({ signIn, server }) => {
  test.setTimeout(300_000);
  const page = await signIn(people.tenant, { colorScheme: 'dark' });
  await walk(page, await demo(server), accessible(page));
});

test('nothing that people store runs anywhere, and axe finds nothing there, light', async ({ signIn, server }) => {
  test.setTimeout(600_000);
  const world = await hostileWorld(server);
  const page = await signIn(world.admin, { colorScheme: 'light' });
  const intact: Look = async (place) => {
    await expect.soft(page.locator('img[src="x"], svg[onload], iframe, a[href^="javascript:"], a[href^="data:"]'), place).toHaveCount(0);
  };
  await walk(page, [...consoleOf(world.customer), dashboardOf(world.dashboard, 3)], both(intact, accessible(page)));
  for (const parameter of ['q', 'tab', 'state', 'sort', 'group', 'open', 'dtab', 'back']) {
    await page.goto(`/devices?${parameter}=${encodeURIComponent(payloads[0])}`);
    await expect(page.getByRole('main')).toBeVisible();
    await intact(parameter);
  }

  // The same as a user of the customer, to whom some of it is shared, and on a phone.
  const other = await signIn(world.customerAdmin, phone);
  const kinds = ['devices', 'assets', 'dashboards', 'users', 'customers', 'devices?tab=shared', `devices?open=${world.device}`];
  await walk(other, [...kinds.map((kind) => ({ address: `/${kind}` })), dashboardOf(world.dashboard, 1)], both(accessible(other), fits(other)));

  // No browser reported anything to the server; one report of ours shows that it would stand in the log.
  expect(server.log()).not.toContain(breaches);
  await fetch(`${server.url}/api/csp-reports`, { method: 'POST', body: '{}' });
  await until(10_000, () => server.log().includes(breaches));
});

test('a phone reaches everything, and axe finds nothing there', async ({ signIn, server }) => {
  test.setTimeout(300_000);
  const page = await signIn(people.tenant, phone);
  await walk(page, await demo(server), both(fits(page), accessible(page)));
});
