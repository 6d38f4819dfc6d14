import { password, people } from './server';
import { axe, expect, signInHere, test } from './test';

test('a wrong password says so and opens nothing', async ({ visit }) => {
  const page = await visit();
  await page.goto('/');
  await page.waitForURL(/\/login/);
  await page.getByLabel('E-mail address').fill(people.emma);
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  expect((await page.context().cookies()).map((cookie) => cookie.name)).toEqual([]);
});

test('the session is in cookies that no script reads, and survives a reload', async ({ signIn }) => {
  const page = await signIn(people.tenant);
  const cookies = await page.context().cookies();
  expect(cookies.filter((cookie) => cookie.httpOnly && cookie.sameSite === 'Strict').map((cookie) => cookie.name).sort()).toEqual(
    ['atrium_refresh', 'atrium_session'],
  );
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain('eyJ');
  await page.goto('/devices');
  await expect(page.getByRole('link', { name: 'Devices' }).first()).toBeVisible();
  await page.context().clearCookies({ name: 'atrium_session' });
  await page.reload();
  await expect(page.getByRole('link', { name: 'Devices' }).first()).toBeVisible();
});

test('whoever is not signed in gets to the page that was asked for, after signing in', async ({ visit }) => {
  const page = await visit();
  await page.goto('/devices?q=SD');
  await page.waitForURL(/\/login/);
  await signInHere(page, people.tenant);
  await page.waitForURL(/\/devices/);
});

test('where no mail is sent, a forgotten password leads to who can help, whether there is an account or not', async ({ visit }) => {
  const page = await visit();
  for (const email of [people.emma, 'nobody@nowhere.example']) {
    await page.goto('/login/forgotten');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Send link' }).click();
    await expect(page.getByRole('heading', { name: 'No link can be sent' })).toBeVisible();
    await expect(page.getByText(/Ask the administrator who gave you your account/)).toBeVisible();
    await expect(page.getByText(/on its way/)).toHaveCount(0);
  }
});

test('an account that is switched off loses its open page', async ({ signIn, server }) => {
  const token = await server.token(people.tenant);
  const email = 'gone@demo.example';
  const made = await server.api(token, 'POST', '/api/user?sendActivationMail=false', { email, authority: 'TENANT_ADMIN' });
  const id = (made.json as { id: { id: string } }).id.id;
  const link = await server.api(token, 'GET', `/api/user/${id}/activationLink`);
  const activateToken = String(link.json).split('activateToken=')[1];
  expect((await server.api('', 'POST', '/api/noauth/activate?sendActivationMail=false', { activateToken, password })).status).toBe(200);
  const page = await signIn(email);
  await server.api(token, 'POST', `/api/user/${id}/userCredentialsEnabled?userCredentialsEnabled=false`);
  await page.goto('/devices');
  await page.waitForURL(/\/login/);
});

test('an invitation leads to a password and into the app; used or forged links explain themselves', async ({ visit, server }) => {
  const token = await server.token(people.tenant);
  const made = await server.api(token, 'POST', '/api/user?sendActivationMail=false', { email: 'new@demo.example' });
  const id = (made.json as { id: { id: string } }).id.id;
  const link = String((await server.api(token, 'GET', `/api/user/${id}/activationLink`)).json);
  const page = await visit();
  await page.goto(link);
  await page.waitForURL(/\/login\/createPassword/);
  await page.getByLabel('New password').fill(password);
  await page.getByLabel('Repeat the password').fill(password);
  await page.getByRole('button', { name: 'Create password' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));

  for (const address of [link, `${server.url}/api/noauth/activate?activateToken=forged`]) {
    const again = await visit();
    await again.goto(address);
    await again.waitForURL(/\/login\/createPassword/);
    await expect(again.getByRole('heading').or(again.getByRole('alert')).first()).toBeVisible();
    await expect(again.locator('body')).not.toContainText('{"');
  }
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on the pages before signing in, ${scheme}`, async ({ visit }) => {
    const page = await visit({ colorScheme: scheme });
    for (const path of ['/login', '/login/forgotten', '/login/createPassword?activateToken=x', '/activationLinkExpired']) {
      await page.goto(path);
      await expect(page.getByRole('heading').first()).toBeVisible();
      expect.soft(await axe(page), path).toEqual([]);
    }
  });
}
