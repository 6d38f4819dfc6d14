import type { Page } from '@playwright/test';
import { people, type Server } from './server';
import { axe, expect, test } from './test';

const many = 230;

/** Devices that are there for one story, more than one page of a list. */
async function addMany(server: Server, prefix: string): Promise<string> {
  const token = await server.token(people.tenant);
  const file = ['name', ...Array.from({ length: many }, (_, at) => `${prefix} ${String(at + 1).padStart(4, '0')}`)].join('\n');
  const mapping = { columns: [{ type: 'NAME' }], delimiter: ',', update: true, header: true };
  expect((await server.api(token, 'POST', '/api/device/bulk_import', { file, mapping })).status).toBe(200);
  return token;
}

const bar = (page: Page, name: string) => page.getByRole('region', { name });
const count = async (server: Server, token: string, text: string) =>
  ((await server.api(token, 'GET', `/api/deviceInfos/all?page=0&pageSize=1&includeCustomers=true&textSearch=${encodeURIComponent(text)}`)).json as {
    totalElements: number;
  }).totalElements;

/** Other stories share this server: lists that they open do not begin with what was added here. */
test.afterAll(async ({ server }) => {
  const token = await server.token(people.tenant);
  for (const prefix of ['Ranged', 'Doomed', 'Shared out']) {
    const found = (await server.api(token, 'GET', `/api/deviceInfos/all?page=0&pageSize=1000&includeCustomers=true&textSearch=${prefix}`)).json as {
      data: readonly { id: { id: string } }[];
    };
    for (const { id } of found.data) await server.api(token, 'DELETE', `/api/device/${id.id}`);
  }
});

test('all that match are chosen, ranges go by Shift, and a dialog that is cancelled changes nothing of it', async ({ signIn, server }) => {
  await addMany(server, 'Ranged');
  const page = await signIn(people.tenant);
  await page.goto('/devices?q=Ranged&sort=name');
  await page.getByRole('checkbox', { name: 'Select Ranged 0002' }).click();
  await page.getByRole('checkbox', { name: 'Select Ranged 0006' }).click({ modifiers: ['Shift'] });
  await expect(bar(page, '5 chosen')).toBeVisible();

  await page.getByRole('checkbox', { name: 'Select all that match' }).click();
  await expect(bar(page, `All ${many} that match are chosen`)).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.getByRole('checkbox', { name: 'Select Ranged 0003' }).click();
  await expect(bar(page, `All ${many - 1} that match are chosen`)).toBeVisible();

  await bar(page, `All ${many - 1} that match are chosen`).getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: /229/ });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(bar(page, `All ${many - 1} that match are chosen`)).toBeVisible();

  // Another search is another list.
  await page.getByRole('searchbox', { name: 'Search devices' }).fill('Ranged 000');
  await expect(page.getByText('9 entries')).toBeVisible();
  await expect(page.getByRole('region', { name: /chosen/ })).toHaveCount(0);
});

test('very many are deleted in the background, with a report, while one goes on', async ({ signIn, server }) => {
  const token = await addMany(server, 'Doomed');
  const page = await signIn(people.tenant);
  await page.route('**/api/device/*', async (route) => {
    if (route.request().method() === 'DELETE') await new Promise((resolve) => setTimeout(resolve, 60));
    await route.continue();
  });
  await page.goto('/devices?q=Doomed&sort=name');
  await page.getByRole('checkbox', { name: 'Select all that match' }).click();
  await page.getByRole('region', { name: /chosen/ }).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog', { name: /230/ }).getByRole('button', { name: 'Delete' }).click();
  const notice = page.getByRole('status').filter({ hasText: 'Deleting' });
  await expect(notice).toContainText(/\d+ of 230/);
  await page.getByRole('link', { name: 'Assets', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Assets', level: 1 })).toBeVisible();
  await notice.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText(/Cancelled after \d+ of 230/)).toBeVisible();
  const left = await count(server, token, 'Doomed');
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(many);

  await page.unroute('**/api/device/*');
  await page.goto('/devices?q=Doomed&sort=name');
  await page.getByRole('checkbox', { name: 'Select all that match' }).click();
  await page.getByRole('region', { name: /chosen/ }).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText(`${left} deleted`)).toBeVisible({ timeout: 60_000 });
  expect(await count(server, token, 'Doomed')).toBe(0);
});

test('very many are shared in the background, and the shares are taken back as a whole', async ({ signIn, server }) => {
  const token = await addMany(server, 'Shared out');
  const [customer] = ((await server.api(token, 'GET', '/api/customers?page=0&pageSize=1&textSearch=My%20New%20Customer')).json as { data: { id: { id: string } }[] }).data;
  const sharedWith = async () => {
    const found = (await server.api(token, 'GET', `/api/deviceInfos/all?page=0&pageSize=1000&includeCustomers=true&textSearch=Shared%20out`)).json as {
      data: readonly { id: { id: string } }[];
    };
    const last = found.data.at(-1)?.id.id ?? '';
    return ((await server.api(token, 'GET', `/api/access/shares?entityType=DEVICE&entityId=${last}`)).json as readonly { receiverOwner: { id: string } }[]).filter(
      ({ receiverOwner }) => receiverOwner.id === customer?.id.id,
    ).length;
  };
  const page = await signIn(people.tenant);
  await page.goto('/devices?q=Shared%20out&sort=name');
  await page.getByRole('checkbox', { name: 'Select all that match' }).click();
  await bar(page, `All ${many} that match are chosen`).getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: /230/ });
  await dialog.getByRole('combobox', { name: 'Share with' }).click();
  await page.getByRole('option', { name: 'My New Customer all users' }).click();
  await page.keyboard.press('Tab');
  await dialog.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('link', { name: 'Assets', exact: true }).click();
  const report = page.getByRole('status').filter({ hasText: `${many} entities are changed` });
  await expect(report).toBeVisible({ timeout: 60_000 });
  expect(await sharedWith()).toBe(1);
  await report.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(sharedWith, { timeout: 60_000 }).toBe(0);
});
