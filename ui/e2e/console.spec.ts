import { readFileSync } from 'node:fs';
import type { Server } from './server';
import { axe, expect, settled, test } from './test';
import { type Made, newCustomerUser, newTenant, type Post, poster } from './tenants';

interface Office {
  readonly admin: string;
  readonly token: string;
  readonly post: Post;
}

let count = 0;

/** A tenant for one test. */
async function office(server: Server): Promise<Office> {
  const admin = `admin${++count}@console.example`;
  const token = await newTenant(server, { title: `Console ${count}` }, { email: admin });
  return { admin, token, post: poster(server, token) };
}

const device = (post: Post, name: string, more: object = {}): Promise<Made> => post('/api/device', { name, type: 'default', ...more });

test('search, order and the open entity stand in the address; keys lead through the list', async ({ signIn, server }) => {
  const { admin, post } = await office(server);
  for (const name of ['Pump 1', 'Pump 2', 'Valve 1']) await device(post, name);
  const page = await signIn(admin);
  await page.goto('/devices');
  await expect(page.getByRole('button', { name: 'Valve 1', exact: true })).toBeVisible();
  await page.keyboard.press('/');
  const search = page.getByRole('searchbox', { name: 'Search devices' });
  await expect(search).toBeFocused();
  await search.fill('Pump');
  await expect(page.getByText('2 entries')).toBeVisible();
  await page.getByTitle('Sort by Name').click();
  await expect(page).toHaveURL(/q=Pump/);
  await expect(page).toHaveURL(/sort=name/);
  await page.reload();
  await expect(search).toHaveValue('Pump');
  const names = page.getByRole('main').getByRole('row').getByRole('button', { name: /^Pump \d$/ });
  await expect(names).toHaveText(['Pump 1', 'Pump 2']);

  await names.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(names.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByRole('heading', { name: 'Pump 2' })).toBeVisible();
  await expect(page).toHaveURL(/open=/);
  await page.keyboard.press('e');
  await details.getByLabel('Label').fill('Cellar');
  await details.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row', { name: /Pump 2/ })).toContainText('Cellar');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Escape');
  await expect(details).toHaveCount(0);
  await expect(page).not.toHaveURL(/open=/);
});

test('a long list loads the pages that come into sight', async ({ signIn, server }) => {
  const { admin, post } = await office(server);
  const all = Array.from({ length: 230 }, (_, at) => `Meter ${String(at).padStart(3, '0')}`);
  for (let at = 0; at < all.length; at += 46) await Promise.all(all.slice(at, at + 46).map((name) => device(post, name)));
  const page = await signIn(admin);
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/api/deviceInfos/all') asked.push(searchParams.get('page') ?? '');
  });
  await page.goto('/devices?sort=name');
  await expect(page.getByRole('button', { name: 'Meter 000', exact: true })).toBeVisible();
  await expect(page.getByText('230 entries')).toBeVisible();
  expect(asked, 'only the first page').not.toContain('2');
  expect(await page.getByRole('main').getByRole('row').count()).toBeLessThan(80);
  await page.getByRole('main').getByRole('row').last().hover();
  await page.mouse.wheel(0, 230 * 45);
  await expect(page.getByRole('button', { name: 'Meter 229', exact: true })).toBeVisible();
  expect(await page.getByRole('main').getByRole('row').count()).toBeLessThan(80);
});

test('what is chosen joins a group, gets another owner, and is deleted after a question', async ({ signIn, server }) => {
  const { admin, post } = await office(server);
  await post('/api/customer', { title: 'Tenant of floor 2' });
  for (const name of ['Lamp 1', 'Lamp 2', 'Lamp 3']) await device(post, name);
  const page = await signIn(admin);
  await page.goto('/devices?sort=name');
  const choose = async (...names: string[]) => {
    for (const name of names) await page.getByRole('checkbox', { name: `Select ${name}` }).click();
    return page.getByRole('region', { name: `${names.length} chosen` });
  };
  const dialog = page.getByRole('dialog');

  await (await choose('Lamp 1', 'Lamp 2')).getByRole('button', { name: 'Add to group' }).click();
  await dialog.getByRole('combobox', { name: 'Group' }).fill('Lights');
  await page.getByRole('option', { name: /Lights/ }).click();
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Lamp 1/ })).toContainText('Lights');
  await expect(page.getByRole('row', { name: /Lamp 3/ })).not.toContainText('Lights');

  await (await choose('Lamp 1', 'Lamp 2')).getByRole('button', { name: 'Manage owner and groups' }).click();
  await dialog.getByRole('combobox', { name: 'Owner' }).click();
  await page.getByRole('option', { name: 'Tenant of floor 2' }).click();
  await dialog.getByRole('button', { name: 'Update' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Lamp 2/ })).toContainText('Tenant of floor 2');

  await (await choose('Lamp 2', 'Lamp 3')).getByRole('button', { name: 'Delete' }).click();
  await expect(dialog.getByText('Delete 2 entries?')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('row', { name: /Lamp 3/ })).toBeVisible();
  // A dialog that was cancelled leaves what was chosen.
  await page.getByRole('region', { name: '2 chosen' }).getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('row', { name: /Lamp 3/ })).toHaveCount(0);
  await expect(page.getByRole('row', { name: /Lamp 1/ })).toBeVisible();
});

test('a file is imported with a word on each line that was refused, and the list is exported', async ({ signIn, server }) => {
  const { admin } = await office(server);
  const page = await signIn(admin);
  await page.goto('/devices');
  await page.getByRole('main').getByRole('button', { name: 'More actions', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Import CSV' }).click();
  const dialog = page.getByRole('dialog');
  const csv = 'name,type,label,serial\n"Sensor, left",default,Left,17\nSensor right,default,Right,18\n,default,Nameless,19\n';
  await dialog.locator('input[type=file]').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await dialog.getByRole('button', { name: 'Import 3 lines' }).click();
  await expect(dialog.getByText('Import finished')).toBeVisible();
  await expect(dialog.getByRole('listitem').filter({ hasText: 'Line 4' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(page.getByRole('row', { name: /Sensor, left/ })).toContainText('Left');
  await expect(page.getByText('2 entries')).toBeVisible();

  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export CSV' }).click()]);
  const lines = readFileSync(await file.path(), 'utf8').trim().split(/\r?\n/);
  expect(lines).toHaveLength(3);
  expect(lines.some((line) => line.startsWith('"Sensor, left",default,Left,'))).toBe(true);
});

test('an administrator of a customer sees what is his, and no action that he may not do', async ({ signIn, server }) => {
  const { token, post } = await office(server);
  const mine = await post('/api/customer', { title: 'Mine' });
  const other = await post('/api/customer', { title: 'Other' });
  await device(post, 'Of mine', { customerId: mine.id });
  await device(post, 'Of other', { customerId: other.id });
  await device(post, 'Of the landlord');
  const email = 'boss@console.example';
  await newCustomerUser(server, token, mine, 'Customer Administrators', { email });
  const page = await signIn(email);
  for (const [path, own] of [['/devices', 'Of mine'], ['/users', email]] as const) {
    await page.goto(path);
    await expect(page.getByRole('button', { name: own, exact: true })).toBeVisible();
    await expect(page.getByText('1 entry')).toBeVisible();
  }
  for (const path of ['/devices', '/customers', '/home', '/audit']) {
    await page.goto(path);
    await settled(page);
    for (const foreign of ['Of other', 'Of the landlord', 'Other']) await expect(page.getByText(foreign, { exact: true })).toHaveCount(0);
  }
  const id = (await device(post, 'Unseen')).id.id;
  await page.goto(`/devices?open=${id}`);
  await expect(page.getByRole('complementary').getByText('Not found')).toBeVisible();
  await page.goto(`/customers/${other.id.id}/devices`);
  await expect(page.getByText(/Not found|You may not see this/).first()).toBeVisible();
});

test('what is shared to write can be changed and shared on, what is shared to read only looked at', async ({ signIn, server }) => {
  const { token, post } = await office(server);
  const customer = await post('/api/customer', { title: 'Guest' });
  const email = 'guest@console.example';
  await newCustomerUser(server, token, customer, 'Customer Users', { email });
  const writable = await device(post, 'Open door');
  const readable = await device(post, 'Glass door');
  for (const [{ id }, readElseWrite] of [[writable, false], [readable, true]] as const) {
    await post('/api/access/change', { entities: [id], receivers: [customer.id], readElseWrite });
  }
  const page = await signIn(email);
  await page.goto('/devices?tab=shared');
  const actions = async (name: string) => {
    await page.getByRole('button', { name: `More actions: ${name}` }).click();
    const menu = page.getByRole('menu');
    await expect(menu.getByRole('menuitem', { name: 'Why / why not?' })).toBeVisible();
    const texts = await menu.getByRole('menuitem').allInnerTexts();
    await page.keyboard.press('Escape');
    await expect(menu).toHaveCount(0);
    return texts;
  };
  expect(await actions('Open door')).toEqual(['Share', 'Why / why not?']);
  expect(await actions('Glass door')).toEqual(['Why / why not?']);

  const details = page.getByRole('complementary', { name: 'Details' });
  await page.getByRole('button', { name: 'Glass door', exact: true }).click();
  await expect(details.getByRole('heading', { name: 'Glass door' })).toBeVisible();
  await settled(page);
  await expect(details.getByRole('button', { name: /^(Edit|Share|Access|Manage)/ })).toHaveCount(0);
  await expect(details.getByRole('tab', { name: 'Credentials' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Open door', exact: true }).click();
  await details.getByRole('button', { name: 'Edit' }).click();
  await details.getByLabel('Label').fill('Changed by the guest');
  await details.getByRole('button', { name: 'Save' }).click();
  await expect(details.getByText('Changed by the guest')).toBeVisible();
  const guest = await server.token(email);
  expect((await server.api(guest, 'DELETE', `/api/device/${writable.id.id}`)).status).toBe(403);
});

test('the system administrator adds a tenant and gets the link of its administrator', async ({ signIn }) => {
  const page = await signIn('sysadmin@atrium.local');
  await page.getByRole('link', { name: 'Tenants' }).click();
  await page.getByRole('button', { name: 'Add tenant' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('North Estates');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Administrators: North Estates' }).click();
  await expect(dialog.getByText('Nobody administers it yet')).toBeVisible();
  await dialog.getByRole('button', { name: 'Add administrator' }).click();
  await dialog.getByLabel('E-mail').fill('north@console.example');
  await dialog.getByRole('button', { name: 'Add administrator' }).click();
  await expect(dialog.getByText(/activateToken=/)).toBeVisible();
  await expect(dialog.getByRole('cell', { name: 'north@console.example', exact: true })).toBeVisible();
  expect(await axe(page)).toEqual([]);
});
