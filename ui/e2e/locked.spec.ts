import { people } from './server';
import { axe, expect, signInHere, test } from './test';
import type { Server } from './server';

const secret = 'locked-out-secret-7';

/** A customer with one user, who sees his dashboards alone on the screen and may read none of them. */
async function lockedOut(server: Server, name: string): Promise<{ readonly email: string; readonly customer: string; readonly token: string; readonly dashboard: string }> {
  const token = await server.token(people.tenant);
  const dashboards = (await server.api(token, 'GET', '/api/user/dashboards?pageSize=50&page=0')).json as {
    data: { id: { id: string }; title: string }[];
  };
  const dashboard = dashboards.data.find(({ title }) => title === 'Buildings')?.id.id ?? '';
  const customer = ((await server.api(token, 'POST', '/api/customer', { title: name })).json as { id: { id: string } }).id.id;
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.org`;
  const user = (await server.api(token, 'POST', '/api/user?sendActivationMail=false', {
    email,
    authority: 'CUSTOMER_USER',
    customerId: { entityType: 'CUSTOMER', id: customer },
    additionalInfo: { defaultDashboardId: dashboard, defaultDashboardFullscreen: true },
  })).json as { id: { id: string } };
  const link = String((await server.api(token, 'GET', `/api/user/${user.id.id}/activationLink`)).json);
  const activateToken = link.split('activateToken=')[1];
  expect((await server.api('', 'POST', '/api/noauth/activate?sendActivationMail=false', { activateToken, password: secret })).status).toBe(200);
  return { email, customer, token, dashboard };
}

test('who always sees a dashboard that is not shared with him learns so, and gets out', async ({ visit, server }) => {
  const { email, customer, token, dashboard } = await lockedOut(server, 'Locked Renters');
  const page = await visit();
  let requests = 0;
  page.on('request', (request) => void (requests += request.url().includes('/api/') ? 1 : 0));
  await page.goto('/login');
  await signInHere(page, email, secret);
  await expect(page.getByRole('heading', { name: 'This dashboard is not shared with you' })).toBeVisible();
  await expect(page.getByText(/administrators of Locked Renters/)).toBeVisible();
  await expect(page.getByText('There is no other dashboard that you can open.')).toBeVisible();
  expect(await axe(page)).toEqual([]);
  expect(requests, 'it does not ask again and again').toBeLessThan(30);

  // The address of a dashboard, and one that never was.
  for (const id of [dashboard, '00000000-0000-4000-8000-000000000000']) {
    await page.goto(`/dashboards/${id}?full=1`);
    await expect(page.getByRole('heading', { name: 'This dashboard is not shared with you' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  }

  // Once it is shared the open page shows it, and the console's addresses lead to it.
  const share = await server.api(token, 'POST', '/api/access/change', {
    entities: [{ entityType: 'DASHBOARD', id: dashboard }],
    receivers: [{ entityType: 'CUSTOMER', id: customer }],
    readElseWrite: true,
  });
  expect(share.status).toBe(200);
  await page.goto('/');
  await page.waitForURL(new RegExp(`/dashboards/${dashboard}`));
  for (const path of ['/devices', '/users', '/home', '/no-such-page']) {
    await page.goto(path);
    await page.waitForURL(new RegExp(`/dashboards/${dashboard}`));
  }
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('menuitem', { name: 'My profile' }).click();
  await expect(page.getByRole('heading', { name: 'My profile', level: 1 })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main navigation' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Back to the dashboard' }).click();
  await page.waitForURL(new RegExp(`/dashboards/${dashboard}`));

  const undo = (share.json as { undo: unknown }).undo;
  expect((await server.api(token, 'POST', '/api/access/change/undo', undo)).status).toBe(200);
  await expect(page.getByRole('heading', { name: 'This dashboard is not shared with you any more' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL(/\/login/);
});
