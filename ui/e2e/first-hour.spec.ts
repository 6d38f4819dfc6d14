import { axe, expect, test } from './test';
import { newTenant } from './tenants';

test('an empty tenant is led to its first reading that a customer sees, also by a sample that goes again', async ({ signIn, server }) => {
  const admin = 'first@hour.example';
  const token = await newTenant(server, { title: 'First hour' }, { email: admin });
  const page = await signIn(admin);
  const steps = page.getByRole('region', { name: 'First steps' });
  await expect(steps.getByRole('img', { name: 'Still to do' })).toHaveCount(4);
  expect(await axe(page)).toEqual([]);

  await steps.getByRole('button', { name: 'Add sample data' }).click();
  await expect(steps.getByRole('img', { name: 'Done' })).toHaveCount(4);
  await steps.getByRole('link', { name: 'Open the sample dashboard' }).click();
  await expect(page.getByRole('heading', { name: 'Sample dashboard', level: 1 })).toBeVisible();
  await expect(page.getByRole('img', { name: /Temperature/ })).toBeVisible();
  const { json } = await server.api(token, 'GET', '/api/deviceInfos/all?page=0&pageSize=5&includeCustomers=true');
  const [device] = (json as { data: { id: { id: string }; name: string }[] }).data;
  expect(device?.name).toBe('Sample thermometer');
  const shares = await server.api(token, 'GET', `/api/access/shares?entityType=DEVICE&entityId=${device?.id.id}`);
  expect((shares.json as unknown[]).length).toBe(1);

  await page.goto('/home');
  await steps.getByRole('button', { name: 'Remove sample data' }).click();
  await page.getByRole('status').filter({ hasText: 'Sample data removed' }).getByRole('button', { name: 'Undo' }).click();
  await expect(steps.getByRole('button', { name: 'Remove sample data' })).toBeVisible();
  await steps.getByRole('button', { name: 'Remove sample data' }).click();
  await expect(steps.getByRole('button', { name: 'Add sample data' })).toBeVisible();
  await expect
    .poll(
      async () => ((await server.api(token, 'GET', '/api/customers?page=0&pageSize=5')).json as { totalElements: number }).totalElements,
      { timeout: 60_000 },
    )
    .toBe(0);

  await page.goto('/home');
  await steps.getByRole('link', { name: 'Add a device' }).click();
  await expect(page.getByRole('dialog', { name: 'Add device' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.goto('/home');
  await steps.getByRole('button', { name: 'Hide first steps' }).click();
  await expect(steps).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(steps).toHaveCount(0);
});

test('a system administrator is told what a new installation needs, and how maps get tiles', async ({ signIn }) => {
  const page = await signIn('sysadmin@atrium.local');
  await page.goto('/home');
  const steps = page.getByRole('region', { name: 'First steps' });
  await expect(steps.getByRole('link', { name: 'Add a tenant' })).toBeVisible();
  await expect(steps.getByText('ATRIUM_MAP_TILES=https://tiles.example.org/{z}/{x}/{y}.png')).toBeVisible();
  expect(await axe(page)).toEqual([]);
});
