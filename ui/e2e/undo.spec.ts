import type { Page } from '@playwright/test';
import { people, type Server, until } from './server';
import { axe, expect, settled, test } from './test';
import { idOf } from './world';

async function add(server: Server, name: string): Promise<{ readonly token: string; readonly id: string }> {
  const token = await server.token(people.tenant);
  const { json } = await server.api(token, 'POST', '/api/device', { name, type: 'default' });
  const { id } = (json as { id: { id: string } }).id;
  const building = await idOf(server, 'asset', 'Building A');
  await server.api(token, 'POST', '/api/relation', {
    from: { entityType: 'ASSET', id: building },
    to: { entityType: 'DEVICE', id },
    type: 'Contains',
    typeGroup: 'COMMON',
  });
  const readings = Array.from({ length: 5 }, (_, at) => ({ ts: Date.now() - at * 60_000, values: { depth: at + 0.5, note: `mark ${at}`, open: at % 2 === 0 } }));
  await server.api(token, 'POST', `/api/plugins/telemetry/DEVICE/${id}/timeseries/ANY`, readings);
  return { token, id };
}

const exists = async (server: Server, token: string, id: string) => (await server.api(token, 'GET', `/api/device/${id}`)).status === 200;

async function remove(page: Page, name: string): Promise<void> {
  await page.goto(`/devices?q=${encodeURIComponent(name)}`);
  await page.getByRole('checkbox', { name: `Select ${name}` }).click();
  await page.getByRole('region', { name: /chosen/ }).getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: `Delete ${name}?` });
  await expect(dialog).toContainText('undo this for 30 seconds');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
}

test('what was deleted comes back with its relations and its history', async ({ signIn, server }) => {
  const { token, id } = await add(server, 'Dropped by mistake');
  const page = await signIn(people.tenant);
  await remove(page, 'Dropped by mistake');
  expect(await exists(server, token, id), 'nothing is lost yet').toBe(true);
  // Also after a reload it is out of the list, and still to be had back.
  await page.reload();
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.goto(`/devices?open=${id}`);
  await page.getByRole('button', { name: 'Undo deletion' }).click();
  await expect(page.getByRole('button', { name: 'Undo deletion' })).toHaveCount(0);
  await page.goto(`/devices?q=Dropped&open=${id}&dtab=relations`);
  await expect(page.getByRole('button', { name: 'Dropped by mistake', exact: true })).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Details' }).getByRole('link', { name: 'Building A' })).toBeVisible();

  await remove(page, 'Dropped by mistake');
  await page.getByRole('status').filter({ hasText: 'Deleted' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Dropped by mistake', exact: true })).toBeVisible();
  expect((await server.api(token, 'GET', '/api/removals')).json).toEqual([]);
});

test('what was deleted goes when its time is over, though the page was closed', async ({ signIn, server }) => {
  const { token, id } = await add(server, 'Really gone');
  const page = await signIn(people.tenant);
  await remove(page, 'Really gone');
  await page.close();
  await until(60_000, async () => !(await exists(server, token, id)));
});

test('the history of a device is drawn, listed and exported', async ({ signIn, server }) => {
  const { id } = await add(server, 'Well with a history');
  const page = await signIn(people.tenant);
  await page.goto(`/devices?open=${id}&dtab=history`);
  const drawer = page.getByRole('complementary', { name: 'Details' });
  await expect(drawer.getByRole('img', { name: 'Chart of depth, note, open' })).toBeVisible();
  await settled(page);
  expect(await axe(page)).toEqual([]);
  await drawer.getByText('Table', { exact: true }).click();
  const table = drawer.getByRole('table', { name: 'History' });
  await expect(table.getByRole('row')).toHaveCount(16);
  await expect(table.getByRole('row').nth(1)).toContainText(/depth.*0\.5/);
  await expect(table).toContainText('mark 4');
  expect(await axe(page)).toEqual([]);
  await drawer.getByRole('button', { name: 'Export' }).click();
  const file = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV for spreadsheets (semicolons)' }).click();
  const chunks = await (await (await file).createReadStream()).toArray();
  const text = Buffer.concat(chunks as Buffer[]).toString('utf8');
  expect(text.split('\n')).toHaveLength(17);
  expect(text).toMatch(/;depth;0,5/);
});

test('a file in the characters of older programs is read, made part of an asset, and taken back', async ({ signIn, server }) => {
  const token = await server.token(people.tenant);
  const page = await signIn(people.tenant);
  await page.goto('/devices');
  await page.getByRole('main').getByRole('button', { name: 'More actions', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Import CSV' }).click();
  const dialog = page.getByRole('dialog');
  // "Kühlraum" as spreadsheets for Windows have saved it for decades.
  const bytes = Buffer.from([...Buffer.from('name;label\nK'), 0xfc, ...Buffer.from('hlraum 7;Keller\nK'), 0xfc, ...Buffer.from('hlraum 8;Dach\n')]);
  await dialog.locator('input[type=file]').setInputFiles({ name: 'rooms.csv', mimeType: 'text/csv', buffer: bytes });
  await expect(dialog.getByRole('alert')).toContainText('not in UTF-8');
  await expect(dialog.getByText('Kühlraum 7')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Characters of the file' }).click();
  await page.getByRole('option', { name: 'Windows, Cyrillic (1251)' }).click();
  await expect(dialog.getByText('Kьhlraum 7')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Characters of the file' }).click();
  await page.getByRole('option', { name: 'Windows, Western Europe (1252)' }).click();
  await dialog.getByRole('combobox', { name: 'Part of' }).click();
  await page.getByRole('option', { name: 'Building B' }).click();
  expect(await axe(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Import 2 lines' }).click();
  await expect(dialog.getByText('Added: 2')).toBeVisible();

  const building = await idOf(server, 'asset', 'Building B');
  const parts = async () => {
    const { json } = await server.api(token, 'GET', `/api/relations/info?fromId=${building}&fromType=ASSET`);
    return (json as { toName: string }[]).map(({ toName }) => toName).filter((name) => name.startsWith('Kühlraum'));
  };
  await expect.poll(async () => (await parts()).sort()).toEqual(['Kühlraum 7', 'Kühlraum 8']);
  await dialog.getByRole('button', { name: 'Undo: delete the 2 new ones' }).click();
  await expect(page.getByText('2 deleted')).toBeVisible();
  expect(await parts()).toEqual([]);
});

test('a group name that was typed is taken without Enter', async ({ signIn, server }) => {
  const { token, id } = await add(server, 'Typed into a group');
  const page = await signIn(people.tenant);
  await page.goto('/devices?q=Typed');
  await page.getByRole('checkbox', { name: 'Select Typed into a group' }).click();
  await page.getByRole('region', { name: /chosen/ }).getByRole('button', { name: 'Add to group' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add to group' });
  await dialog.getByRole('combobox', { name: 'Group' }).fill('Typed and not entered');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog).toHaveCount(0);
  const { json } = await server.api(token, 'GET', `/api/device/info/${id}`);
  expect((json as { groups: { name: string }[] }).groups.map(({ name }) => name)).toContain('Typed and not entered');
});
