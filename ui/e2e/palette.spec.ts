import { people } from './server';
import { axe, expect, test } from './test';

test('Ctrl and K find everything that somebody may read, and what he may do', async ({ signIn, server }) => {
  const page = await signIn(people.tenant);
  const box = page.getByRole('textbox', { name: 'Search everything' });
  const type = async (text: string) => {
    await page.keyboard.press('Control+k');
    await expect(box).toBeFocused();
    await page.keyboard.type(text);
  };
  await expect(page.getByRole('navigation', { name: 'Main navigation' })).toBeVisible();

  // By a label, as by a name.
  await type('energy meter');
  await expect(page.getByRole('option', { name: /EM-002/ })).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Details' }).getByRole('heading', { name: 'EM-002' })).toBeVisible();

  const token = await server.token(people.tenant);
  const found = (await server.api(token, 'GET', '/api/assetInfos/all?page=0&pageSize=1&textSearch=Building%20A')).json as {
    data: { id: { id: string } }[];
  };
  await type(found.data[0]?.id.id ?? '');
  await page.getByRole('option', { name: /Building A/ }).click();
  await expect(page.getByRole('complementary', { name: 'Details' }).getByRole('heading', { name: 'Building A' })).toBeVisible();

  // And what may be done with what was found.
  await type('EM-002');
  await page.getByRole('group', { name: 'With EM-002' }).getByRole('option', { name: 'Share' }).click();
  await page.getByRole('dialog', { name: 'Share EM-002' }).getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await type('audit');
  await page.getByRole('option', { name: 'Audit log' }).click();
  await expect(page.getByRole('heading', { name: 'Audit log', level: 1 })).toBeVisible();

  await type('add dev');
  await page.getByRole('option', { name: 'Add device' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add device' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Found by keys');
  await dialog.getByRole('combobox', { name: 'Part of' }).click();
  await page.getByRole('option', { name: 'Building B' }).click();
  await dialog.getByRole('button', { name: 'Add' }).click();
  // What comes next is to connect it.
  const drawer = page.getByRole('complementary', { name: 'Details' });
  await expect(drawer.getByRole('tab', { name: 'Check connectivity' })).toHaveAttribute('aria-selected', 'true');
  await expect(drawer.getByText(/mosquitto_pub/)).toBeVisible();
  await drawer.getByText('Windows', { exact: true }).click();
  await expect(drawer.getByText(/curl\.exe .*--data "\{\\"temperature\\":25\}"/)).toBeVisible();
  await drawer.getByText('Docker', { exact: true }).click();
  await expect(drawer.getByText(/docker run .*eclipse-mosquitto mosquitto_pub/)).toBeVisible();
  await drawer.getByRole('tab', { name: 'Relations' }).click();
  await expect(drawer.getByRole('link', { name: 'Building B' })).toBeVisible();
});

test('a list of users says who was invited, who is active and when he was last seen', async ({ signIn, server }) => {
  const token = await server.token(people.tenant);
  await server.api(token, 'POST', '/api/user?sendActivationMail=false', { email: 'invited@demo.example', authority: 'TENANT_ADMIN' });
  const page = await signIn(people.tenant);
  await page.goto('/users');
  const row = (email: string) => page.getByRole('row').filter({ has: page.getByRole('button', { name: email, exact: true }) });
  await expect(row('invited@demo.example')).toContainText('Invited');
  await expect(row('invited@demo.example')).toContainText('Never');
  await expect(row(people.tenant)).toContainText('Active');
  await expect(row(people.tenant)).toContainText(/ago|now/);
});

test('a list says at once that a device has become active', async ({ signIn, server }) => {
  const token = await server.token(people.tenant);
  const device = (await server.api(token, 'POST', '/api/device?accessToken=awaits-its-first', { name: 'Awaits its first reading' })).json as { id: { id: string } };
  const page = await signIn(people.tenant);
  await page.goto('/devices');
  const row = page.getByRole('row', { name: /Awaits its first reading/ });
  await expect(row.getByText('Inactive')).toBeVisible();
  const told = await fetch(`${server.url}/api/v1/awaits-its-first/telemetry`, { method: 'POST', body: '{"temperature":21}', headers: { 'content-type': 'application/json' } });
  expect(told.status).toBe(200);
  await expect(row.getByText('Active', { exact: true })).toBeVisible();
  await server.api(token, 'DELETE', `/api/device/${device.id.id}`);
});

test('a list comes back by itself after an outage', async ({ signIn }) => {
  const page = await signIn(people.tenant);
  // By its name: in the list of all, whatever other stories have added may come first.
  await page.goto('/assets');
  await expect(page.getByRole('heading', { name: 'Assets', level: 1 })).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole('searchbox', { name: 'Search assets' }).fill('Building A');
  await expect(page.getByRole('alert').filter({ hasText: 'The server cannot be reached' })).toBeVisible({ timeout: 30_000 });
  await page.context().setOffline(false);
  await expect(page.getByRole('button', { name: 'Building A', exact: true })).toBeVisible();
});

test('a list comes back while only its own address fails', async ({ signIn }) => {
  const page = await signIn(people.tenant);
  await page.route('**/api/deviceInfos/**', (route) => route.abort());
  await page.goto('/devices?q=SD-001');
  await expect(page.getByRole('alert').filter({ hasText: 'The server cannot be reached' })).toBeVisible({ timeout: 30_000 });
  await page.unroute('**/api/deviceInfos/**');
  await expect(page.getByRole('button', { name: 'SD-001', exact: true })).toBeVisible();
});
