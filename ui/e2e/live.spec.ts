import type { Page } from '@playwright/test';
import { people, type Server } from './server';
import { expect, test } from './test';
import { expectState, idOf, openBuildings, openRow } from './world';

const shots = process.env['BROWSER_SHOTS'];
const shot = (page: Page, name: string) =>
  shots === undefined ? Promise.resolve() : page.screenshot({ path: `${shots}/${name}.png` }).then(() => undefined);

async function post(server: Server, path: string, body: unknown): Promise<void> {
  expect((await server.api(await server.token(people.tenant), 'POST', path, body)).status).toBe(200);
}

test('the open drawer shows attributes as they change', async ({ signIn, server }) => {
  const device = await idOf(server, 'device', 'SD-001');
  const path = `/api/plugins/telemetry/DEVICE/${device}/SERVER_SCOPE`;
  await post(server, path, { browserFloor: 3 });
  const page = await signIn(people.tenant);
  await page.goto(`/devices?open=${device}&dtab=attributes`);
  const row = page.getByRole('row').filter({ hasText: 'browserFloor' });
  await expect(row).toContainText('3');
  await post(server, path, { browserFloor: 4 });
  // Polling would take 15 seconds.
  await expect(row).toContainText('4', { timeout: 3_000 });
  await post(server, path, { browserNew: 'just here' });
  await expect(page.getByText('just here')).toBeVisible({ timeout: 3_000 });
});

test('the Access dialog names a customer that has no users yet, and ends that share', async ({ signIn, server }) => {
  const asset = await idOf(server, 'asset', 'Building B');
  const customer = await idOf(server, 'customer', 'My New Customer');
  await post(server, '/api/access/share', {
    entity: { entityType: 'ASSET', id: asset },
    receiver: { entityType: 'CUSTOMER', id: customer },
    until: Date.now() + 86_400_000,
  });
  const page = await signIn(people.tenant);
  await page.goto(`/assets?open=${asset}`);
  await page.getByRole('button', { name: 'Access', exact: true }).first().click();
  const dialog = page.getByRole('dialog', { name: /Access to/ });
  await expect(dialog.getByText(/^My New Customer · Read · until/)).toBeVisible();
  await shot(page, 'access');
  await dialog.getByRole('button', { name: 'End the share with My New Customer' }).click();
  await page.getByRole('button', { name: 'End share' }).click();
  await expect(dialog.getByText(/^My New Customer/)).toHaveCount(0);
});

test('a plan is zoomed and moved by buttons, wheel and keyboard', async ({ signIn, server }) => {
  const page = await signIn(people.tenant);
  await openBuildings(page, server);
  for (const name of ['Building A', 'Office A']) await openRow(page, name);
  await expectState(page, 'Office A');
  const plan = page.getByRole('group', { name: /plus and minus zoom/ });
  const picture = plan.getByAltText(/^Plan: /);
  const width = async () => (await picture.boundingBox())?.width ?? 0;
  await expect.poll(width).toBeGreaterThan(100);
  const whole = await width();
  await shot(page, 'plan-whole');
  await page.getByRole('button', { name: 'Zoom in' }).first().click();
  await expect.poll(width).toBeGreaterThan(whole * 1.4);
  await plan.hover();
  await page.mouse.wheel(0, -240);
  await expect.poll(width).toBeGreaterThan(whole * 2);
  await plan.focus();
  const left = (await picture.boundingBox())?.x ?? 0;
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await picture.boundingBox())?.x ?? 0).toBeLessThan(left);
  await shot(page, 'plan-near');
  await page.keyboard.press('0');
  await expect.poll(width).toBe(whole);
});
